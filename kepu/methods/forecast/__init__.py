"""Whether a promise that is counted will be kept by its day: how likely, in which interval, or why it cannot be told. Pure.

What is recorded in a month is lumpy: a few events, each of many people, more of them in some months of the year than in
others, at a level that moves. So a month is taken as a number of events of a like size (its variance grows with its
mean, by a factor that is estimated), the number of events as Poisson about a level times the share of the month, the
level as Gamma, forgotten by the month. What is still to come is then negative binomial, in closed form; nothing is drawn.

- The level: A. C. Harvey and C. Fernandes, Time series models for count or qualitative observations, Journal of Business
  and Economic Statistics 7 (1989) 407-417; M. West and J. Harrison, Bayesian Forecasting and Dynamic Models, 2nd ed. 1997.
- The factor of variance: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, section 6.2.3.
- The shares of months, drawn towards those of the group: D. Clayton and J. Kaldor, Empirical Bayes estimates of
  age-standardized relative risks, Biometrics 43 (1987) 671-681.
- What is done but not recorded yet: J. F. Lawless, Adjustments for reporting delays and the prediction of occurred but
  not reported events, Canadian Journal of Statistics 22 (1994) 15-31.

How well it does is measured by ``benchmarks.forecast``, on simulated histories other than those its constants were chosen on.
"""

from kepu.methods.forecast.foresee import LEAST_MONTHS, Outlook, Window, foresee
from kepu.methods.forecast.levels import Seen
from kepu.methods.forecast.reports import reported_shares
from kepu.methods.forecast.seasons import EVEN, profile_of
from kepu.methods.forecast.spread import Spread

__all__ = ["EVEN", "LEAST_MONTHS", "Outlook", "Seen", "Spread", "Window", "foresee", "profile_of", "reported_shares"]
