# Reference values for control charts of rates and of gaps between breakouts. See README.md.
#   Rscript tests/reference/control_charts.R            writes tests/reference/control_charts.json
#   Rscript tests/reference/control_charts.R FILE       writes FILE
# Base R only. Every limit is also held against what is published:
#   orange juice     Montgomery DC, Introduction to statistical quality control, section 7.2 (30 samples of 50 cans)
#   NHS accidents    Mohammed MA et al. (2013) BMJ Qual Saf 22:362-368, as qicharts2 0.8.1 draws it (its p, pp charts)
#   heart surgery    the treatments between deaths in qicharts2's `cabg`, as qicharts2 0.8.1 draws them (its g chart)
# The figures of qicharts2 0.8.1 are those that the project PowerBI-SPC keeps of it, to 17 digits.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "control_charts.json")

p_limits <- function(y, n, fixes = seq_along(y), prime = FALSE) {
  centre <- sum(y[fixes]) / sum(n[fixes])
  sd <- sqrt(centre * (1 - centre) / n)
  spread <- 1
  if (prime) {
    ranges <- abs(diff((y / n - centre)[fixes] / sd[fixes]))
    ranges <- ranges[ranges < 3.267 * mean(ranges)]
    spread <- mean(ranges) / 1.128
  }
  list(centre = centre, spread = spread, lower = pmax(centre - 3 * spread * sd, 0),
       upper = pmin(centre + 3 * spread * sd, 1))
}
case <- function(name, y, n, fixes = seq_along(y), prime = FALSE, first = 1, last = length(y)) {
  c(list(name = name, breakouts = y[first:last], known = n[first:last], fixes = fixes, prime = prime),
    p_limits(y[first:last], n[first:last], fixes, prime))
}

## ---- 1. p chart --------------------------------------------------------------------------------
cans <- c(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)
all_cans <- case("orange juice, all samples", cans, rep(50, 30))
without <- case("orange juice, samples 15 and 23 set aside", cans, rep(50, 30), setdiff(1:30, c(15, 23)))
agree("all", c(all_cans$centre, all_cans$lower[1], all_cans$upper[1]), c(.2313, .0524, .4102), absolute = 6e-5)
agree("without", c(without$centre, without$lower[1], without$upper[1]), c(.2150, .0407, .3893), absolute = 6e-5)

## ---- 2. Laney's p prime chart ------------------------------------------------------------------
seen <- c(266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320, 267923, 271478, 255353,
          256820, 261835, 259144, 255910, 260863, 264465, 260989)
came <- c(280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529, 279618, 283932, 266629,
          268091, 276803, 271578, 266005, 273520, 278574, 273772)
weeks <- case("NHS accidents", seen, came, prime = TRUE)
agree("centre", weeks$centre, 0.95289971134419116, 1e-12)
agree("lower", weeks$lower[c(1, 2, 20)], c(0.9401296441775141, 0.94004641862513627, 0.93997499652290417), 1e-12)
agree("upper", weeks$upper[c(1, 2, 20)], c(0.96566977851086822, 0.96575300406324605, 0.96582442616547814), 1e-12)
frozen <- case("NHS accidents, limits from the first 10 weeks", seen, came, 1:10, prime = TRUE)
agree("frozen", c(frozen$centre, frozen$lower[20], frozen$upper[20]),
      c(0.95105964383277042, 0.93851458643658869, 0.96360470122895214), 1e-12)
second <- case("NHS accidents, the last 10 weeks", seen, came, 1:10, TRUE, 11, 20)
agree("part", c(second$centre, second$lower[10], second$upper[10]),
      c(0.95481431224580271, 0.94045977497287903, 0.96916884951872639), 1e-12)

## ---- 3. g chart --------------------------------------------------------------------------------
between <- c(23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18,
             18, 33, 15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4,
             60, 51, 7, 21, 66, 36, 25, 72, 15, 5, 3)
g_limits <- function(x) c(median(x), mean(x) + 3 * sqrt(mean(x) * (mean(x) + 1)))
agree("g", g_limits(between), c(24, 128.17491023197215), 1e-12)
agree("g, first 33", g_limits(between[1:33]), c(24, 132.15535949152991), 1e-12)
agree("g, others", g_limits(between[34:67]), c(24.5, 124.31151167527655), 1e-12)
gaps <- lapply(list(between, between[1:33], between[34:67]), function(x) list(gaps = arr(x), limits = arr(g_limits(x))))

## ---- 4. the share of a group among the breakouts of a period -----------------------------------
# Rates of other periods, leaning towards the overall one as if ten more treatments had it.
inside <- list(known = c(55, 20, 5), yes = c(23, 2, 1)); elsewhere <- list(known = c(0, 900, 1200), yes = c(0, 90, 60))
overall <- sum(elsewhere$yes) / sum(elsewhere$known)
predicted <- inside$known * (elsewhere$yes + 10 * overall) / (elsewhere$known + 10)
share <- predicted / sum(predicted)
p <- vapply(1:3, function(i) {
  n <- inside$known; yes <- inside$yes; rest <- sum(predicted) - predicted[i]
  odds <- (predicted[i] / (n[i] - predicted[i])) / (rest / (sum(n) - n[i] - rest))
  cells <- matrix(c(yes[i], sum(yes) - yes[i], n[i] - yes[i], sum(n) - n[i] - sum(yes) + yes[i]), 2)
  fisher.test(cells, or = odds, alternative = "greater")$p.value
}, 0)
leads <- list(list(inside = inside, elsewhere = elsewhere, expected = sum(inside$yes) * share, p = p))

write_json(list(
  header = header("Rscript tests/reference/control_charts.R", "stats"),
  notes = list(
    p = "fixes: the samples (from 1) that the limits are worked out from; spread: Laney's, 1 where prime is false",
    g = "limits: median, and mean plus three standard deviations of a geometric distribution",
    leads = "expected: breakouts of each group by its rate in other periods; p: of as many or more (fisher.test)"),
  p = list(all_cans, without, weeks, frozen, second), g = gaps, leads = leads
), target)
