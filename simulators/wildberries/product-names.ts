/** A kind of goods. Subjects, names and brands are written for the simulator; the brands are invented. */
export interface Subject {
  readonly id: number;
  readonly name: string;
  /** Parent category, as supplier/orders gives it. */
  readonly category: string;
  /** How a title begins. */
  readonly noun: string;
  /** Size scale; empty for goods without sizes. */
  readonly sizes: readonly string[];
  /** Full price in roubles before discounts: least and most. */
  readonly price: readonly [number, number];
  /** Length, width and height of the package in centimetres. */
  readonly box: readonly [number, number, number];
  /** Marketplace commission in percent of the discounted price. */
  readonly commission: number;
  readonly needKiz: boolean;
}

const CLOTHES = ['42', '44', '46', '48', '50'];
const SHOES = ['37', '38', '39', '40', '41'];
const KIDS = ['98', '104', '110', '116', '122'];
const LETTERS = ['S', 'M', 'L', 'XL', 'XXL'];

type Row = readonly [
  id: number,
  name: string,
  category: string,
  noun: string,
  sizes: readonly string[],
  price: readonly [number, number],
  box: readonly [number, number, number],
  commission: number,
  needKiz?: boolean,
];

function subjects(rows: readonly Row[]): readonly Subject[] {
  return rows.map(([id, name, category, noun, sizes, price, box, commission, needKiz = false]) => {
    return { id, name, category, noun, sizes, price, box, commission, needKiz };
  });
}

export const SIZED_SUBJECTS: readonly Subject[] = subjects([
  [69, 'Платья', 'Одежда', 'Платье женское', CLOTHES, [2500, 9000], [35, 25, 5], 24, true],
  [192, 'Футболки', 'Одежда', 'Футболка хлопковая', LETTERS, [900, 3200], [30, 22, 3], 24, true],
  [11, 'Брюки', 'Одежда', 'Брюки прямые', CLOTHES, [2200, 7800], [36, 26, 5], 24, true],
  [1724, 'Худи', 'Одежда', 'Худи утеплённое', LETTERS, [2900, 8900], [38, 30, 9], 24, true],
  [168, 'Куртки', 'Одежда', 'Куртка демисезонная', CLOTHES, [5500, 19900], [45, 35, 12], 25, true],
  [105, 'Кроссовки', 'Обувь', 'Кроссовки для бега', SHOES, [3900, 14900], [34, 22, 13], 22, true],
  [106, 'Ботинки', 'Обувь', 'Ботинки зимние', SHOES, [4900, 17900], [35, 26, 14], 22, true],
  [151, 'Комбинезоны', 'Детям', 'Комбинезон детский', KIDS, [2400, 9500], [36, 28, 10], 21, true],
  [162, 'Пижамы', 'Одежда', 'Пижама домашняя', LETTERS, [1500, 4900], [32, 24, 6], 24, true],
  [
    226,
    'Носки',
    'Одежда',
    'Носки набор 5 пар',
    ['23-25', '25-27', '27-29'],
    [400, 1500],
    [20, 12, 4],
    23,
    true,
  ],
]);

export const PLAIN_SUBJECTS: readonly Subject[] = subjects([
  [3756, 'Мини-печи', 'Бытовая техника', 'Мини-печь электрическая', [], [4900, 15900], [50, 40, 35], 17],
  [628, 'Кружки', 'Дом', 'Кружка керамическая', [], [350, 1400], [12, 12, 11], 20],
  [499, 'Сковороды', 'Дом', 'Сковорода с крышкой', [], [1300, 5600], [48, 29, 9], 20],
  [258, 'Пледы', 'Дом', 'Плед флисовый', [], [900, 4200], [35, 28, 12], 21],
  [567, 'Настольные игры', 'Игрушки', 'Настольная игра семейная', [], [700, 3900], [27, 27, 7], 19],
  [1137, 'Фотоальбомы', 'Дом', 'Фотоальбом на 200 фото', [], [500, 2300], [24, 19, 6], 20],
  [2060, 'Рюкзаки', 'Аксессуары', 'Рюкзак городской', [], [1800, 7900], [45, 30, 15], 22],
  [515, 'Чехлы для телефонов', 'Электроника', 'Чехол силиконовый', [], [250, 1200], [18, 10, 2], 25],
  [593, 'Кабели', 'Электроника', 'Кабель зарядный', [], [200, 1100], [14, 10, 3], 25],
  [352, 'Шампуни', 'Красота', 'Шампунь восстанавливающий', [], [300, 1600], [21, 7, 7], 19, true],
  [354, 'Кремы', 'Красота', 'Крем увлажняющий', [], [280, 2100], [11, 6, 6], 19, true],
  [1055, 'Корм сухой', 'Зоотовары', 'Корм для кошек', [], [600, 5200], [40, 26, 9], 15, true],
  [703, 'Гирлянды', 'Дом', 'Гирлянда светодиодная', [], [450, 2600], [18, 15, 8], 20],
  [1409, 'Чай', 'Продукты', 'Чай травяной сбор', [], [200, 1300], [14, 9, 8], 14],
]);

export const BRANDS: readonly string[] = [
  'Северика',
  'Лумвита',
  'Брусвей',
  'Таёжка',
  'Мирлана',
  'Оквелло',
  'Добродар',
  'Кедровик',
  'Ватрушкин дом',
  'Нордлен',
  'Залеси',
  'Полярна',
  'Vesnora',
  'Tirelo',
  'Kamelia Plus',
];

export const COLOURS: readonly string[] = [
  'чёрный',
  'белый',
  'серый',
  'бежевый',
  'синий',
  'зелёный',
  'бордовый',
  'молочный',
  'графит',
  'розовый',
  'хаки',
  'горчичный',
];

export const QUALITIES: readonly string[] = [
  'базовая линия',
  'новая коллекция',
  'подарочная серия',
  'для дома',
  'на каждый день',
  'премиум',
  'усиленная версия',
  'семейный выбор',
];

/** Labels a seller puts on cards: name and colour code of the marketplace's palette. */
export const TAGS: readonly { readonly id: number; readonly name: string; readonly color: string }[] = [
  { id: 592569, name: 'Популярный', color: 'D1CFD7' },
  { id: 592570, name: 'Распродажа', color: 'FEE0E0' },
  { id: 592571, name: 'Новинка', color: 'DEF1DD' },
  { id: 592572, name: 'Сезон', color: 'FFECC7' },
];
