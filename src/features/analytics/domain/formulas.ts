/** How each figure of a product follows from its inputs; docs/metrics.md has the same words. */
export const FORMULAS = {
  sold30Days: 'sum of soldByDay',
  returned30Days: 'sum of returnedByDay',
  revenue30Days: 'sum of soldRevenueByDay - sum of returnedRevenueByDay',
  profit30Days: 'netAmount - cost; undefined when anything is missing',
  velocity: 'sold / inStockDays; undefined when inStockDays < 1',
  daysOfCover: 'stockNow / (sold / inStockDays); undefined without a velocity above 0',
  turnoverDays: 'unitDays / sold; undefined when nothing was sold',
  daysOutOfStock: 'sum over stock of days x (1 - inStock); undefined without any',
  lostUnits: 'sold / inStockDays x (knownDays - inStockDays); undefined without a velocity',
  lostRevenue:
    'sold / inStockDays x (knownDays - inStockDays) x soldRevenue / soldPriced; undefined without a velocity or when nothing was sold at a known price',
  buyoutRate: '1 - returned / sold; undefined when nothing was sold',
  abcClass: 'A when revenue > 0 and revenueBefore < 0.8 x revenueOfAll, B when < 0.95 x revenueOfAll, else C',
  xyzClass:
    'coefficient of variation of rate over weeks: X when at most 0.5, Y when at most 1, else Z, as without any sale; NEW with fewer than 8 weeks',
  reorderPoint:
    'd = sold / inStockDays x leadTimeDays; when d < 10 the least units that Poisson(d) does not exceed in 95 % of cases, else d + 1.645 x standard deviation of units a stocked day x sqrt(leadTimeDays), up to the next unit; undefined without a velocity',
  reorderQuantity:
    'units for leadTimeDays + 30 days at sold / inStockDays, + reorderPoint - units for leadTimeDays, - stockNow - inbound, at least 0; each number of units up to the next one; undefined without a velocity',
  stockoutDate: 'today + whole days of stockNow / (sold / inStockDays); undefined without a velocity above 0',
  risk: 'NO_DEMAND without a velocity above 0; OUT_OF_STOCK when stockNow = 0; ORDER_NOW when stockNow <= reorderPoint; ORDER_SOON when daysOfCover <= leadTimeDays + 7; OVERSTOCK when daysOfCover > 150; else OK',
} as const;

export type ProductFigure = keyof typeof FORMULAS;
