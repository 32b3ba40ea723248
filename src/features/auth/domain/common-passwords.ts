/**
 * The most common passwords of at least 8 characters, in order: from the head of "10-million-password-list-top-10000" of
 * SecLists (github.com/danielmiessler/SecLists, after Mark Burnett's ten million leaked passwords), without obscenities
 * and without what is shorter; behind them some of their kin in Russian keyboards and in this product's own words.
 */
const WORDS = `
password 12345678 123456789 baseball football qwertyuiop 1234567890 superman 1qaz2wsx trustno1 jennifer
sunshine iloveyou starwars computer michelle 11111111 princess corvette 1234qwer 88888888 q1w2e3r4t5
internet samantha whatever maverick steelers mercedes 123123123 qwer1234 hardcore q1w2e3r4 midnight bigdaddy
victoria 1q2w3e4r cocacola marlboro asdfasdf 87654321 12344321 jordan23 liverpoo jonathan danielle abcd1234
scorpion qazwsxedc password1 slipknot qwerty123 startrek 12341234 redskins butthead asdfghjkl qwertyui
liverpool dolphins nicholas elephant mountain xxxxxxxx 1q2w3e4r5t metallic benjamin creative rush2112
asdfghjk 4815162342 passw0rd 1qazxsw2 garfield 01012011 69696969 december 11223344 godzilla airborne
lifehack brooklyn platinum darkness blink182 789456123 12qwaszx snowball pakistan redwings williams nintendo
guinness november minecraft asdf1234 lasvegas babygirl 12121212 explorer snickers metallica alexande
paradise michigan carolina lacrosse christin kimberly kristina 0987654321 poohbear qweasdzxc drowssap
caroline einstein spitfire maryjane 1232323q champion svetlana westside courtney 12345qwert patricia
aaaaaaaa anderson security stargate simpsons scarface 123456789a 1234554321 cherokee veronica semperfi
scotland marshall qwerty12 98765432 softball passport franklin alexander 55555555 zaq12wsx infinity kawasaki
77777777 vladimir freeuser wildcats budlight brittany 00000000 bulldogs swordfis patriots pearljam colorado
ncc1701d motorola logitech juventus wolverin warcraft hello123 peekaboo 123654789 panthers elizabet spiderma
virginia valentin predator mitchell 741852963 1111111111 rolltide changeme lovelove fktrcfylh loverboy
chevelle cardinal michael1 147852369 american alexandr electric wolfpack spiderman darkside 123456789q
01011980 freepass 99999999 fyfcnfcbz airplane 22222222 1029384756 cheyenne billybob lawrence chocolat
business cjkysirj serenity greenday charlie1 firebird blizzard a1b2c3d4 sterling password123 hercules
tarheels remember basketball zeppelin swimming pavilion engineer bobafett 21122112 darkstar hellfire
fireball rockstar defender swordfish airforce abcdefgh srinivas bluebird presario wrangler precious harrison
goldfish dbrnjhbz thailand longhorn 123qweasd 123qweasdzxc wordpass 31415926 letmein1 assassin testtest
microsoft devildog valentina butterfly lonewolf babydoll atlantis montreal angelina shamrock hotstuff
mistress deftones cadillac blahblah birthday 1234abcd 01011990 cavalier veronika qazwsx123 mustang1 goldberg
12345678910 wolfgang savannah leonardo basketba cristina aardvark sweetpea 13131313 freedom1 fredfred
manchester kathleen hamilton renegade drpepper 1qaz2wsx3edc buckeyes 0123456789 stephani enterpri diamonds
christia 66666666 thuglife napoleon highland chandler trfnthbyf consumer welcome1 wrinkle1 51505150 11235813
butterfl elizabeth sherlock marathon trombone isabelle barcelona babylon5 ultimate superfly campbell
q1w2e3r4t5y6 jessica1 123454321 portugal sundance pleasure seminole isabella 14789632 qazxswedc kingkong
adgjmptw mongoose alejandr 1123581321 margaret bluemoon ghbdtnbr bonehead personal morrison super123
aleksandr rhbcnbyf dietcoke christop lollipop fernando christian letmein2 12345679 werewolf punkrock
giovanni cdtnkfyf tottenha hongkong blackcat a1234567 zzzzzzzz hollywoo florence immortal 44444444 charlott
anthony1 111222333 infantry eternity waterloo skywalke seinfeld standard squirrel qazwsxed wolverine
robinson musicman megadeth verbatim 1q2w3e4r5t6y twilight stardust showtime 147896325 skittles shaney14
qwerty12345 123321123 intrepid sandiego punisher 1234567a dingdong 192837465 starcraft mushroom blackdog
25802580 slapshot 123698745 1234512345 chargers qwerty1234 qwerty123456 qwertyuiop123 1234567891
123456789012 password12 password1234 password2024 password2025 password2026 p@ssw0rd p@ssword pa55word
passwort1 iloveyou1 admin123 admin1234 administrator welcome123 letmein123 test1234 changeme123 default1
qazwsxedcrfv zxcvbnm123 asdfghjkl1 aa123456 aa12345678 abc12345 abcd12345 a12345678 1q2w3e4r5 147258369
987654321 9876543210 11112222 12345678a 123456aa 123456ab 123123qwe qwe123456 1qaz1qaz zaq1zaq1 parol123
parol1234 privet123 yfnfitymrf gfhjkm123 natasha1 marina123 wildberries wildberries1 stocktracker йцукенгш
йцукенгшщз пароль123 пароль1234 любовь123 привет123
`;

const COMMON: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Whatever its case; and a single character over and over, or a run of the keyboard's digits. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  return COMMON.has(plain) || /^(.)\1*$/u.test(plain) || '01234567890123456789'.includes(plain);
}
