# One factor within the strata of another, and two factors together: values for tests/methods/test_stratified.py and
# test_interaction.py.
#   Rscript tests/reference/stratified.R          writes tests/reference/stratified.json
# Routes: epiR::epi.2by2, stats::mantelhaen.test, glm, loglin, and the definitions written out in base R. The script
# stops where two of them disagree.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- file.path(here, "stratified.json")

## ---- Mantel-Haenszel, written out -------------------------------------------------------------
# a, n1: breakouts and treatments of the first level in each stratum; c, n0: of the second.
pooled <- function(a, n1, c, n0, level = 0.95) {
  z <- qnorm(1 - (1 - level) / 2)
  b <- n1 - a; d <- n0 - c; N <- n1 + n0
  w <- n1 * n0 / N
  rd <- sum(w * (a / n1 - c / n0)) / sum(w)
  # Sato 1989 (Biometrics 45:1323), and Greenland & Robins 1985 for comparison
  P <- (n1^2 * c - n0^2 * a + n1 * n0 * (n0 - n1) / 2) / N^2
  Q <- (a * (n0 - c) + c * (n1 - a)) / (2 * N)
  rd_sato <- sqrt((rd * sum(P) + sum(Q)) / sum(w)^2)
  rd_green <- sqrt(sum((a * b * n0^3 + c * d * n1^3) / (n1 * n0 * N^2)) / sum(w)^2)
  R <- sum(a * n0 / N); S <- sum(c * n1 / N)
  rr <- R / S
  rr_se <- sqrt(sum((n1 * n0 * (a + c) - a * c * N) / N^2) / (R * S))      # Greenland & Robins 1985
  p <- (a + d) / N; q <- (b + c) / N; r <- a * d / N; s <- b * c / N       # Robins, Breslow & Greenland 1986
  or <- sum(r) / sum(s)
  or_se <- sqrt(sum(p * r) / (2 * sum(r)^2) + sum(p * s + q * r) / (2 * sum(r) * sum(s)) + sum(q * s) / (2 * sum(s)^2))
  at <- function(estimate, se) list(estimate = estimate, lower = estimate * exp(-z * se), upper = estimate * exp(z * se))
  list(risk_difference = list(estimate = rd, lower = rd - z * rd_sato, upper = rd + z * rd_sato),
       risk_difference_greenland = list(estimate = rd, lower = rd - z * rd_green, upper = rd + z * rd_green),
       risk_ratio = if (R > 0 && S > 0) at(rr, rr_se) else NULL,
       odds_ratio = if (sum(r) > 0 && sum(s) > 0) at(or, or_se) else NULL)
}

# Breslow & Day with Tarone's correction; strata without variation in outcome or level tell nothing.
breslow_day_tarone <- function(a, n1, c, n0, or, by_root = FALSE) {
  m <- a + c; N <- n1 + n0
  tells <- m > 0 & m < N
  a <- a[tells]; n1 <- n1[tells]; n0 <- n0[tells]; m <- m[tells]
  if (sum(tells) < 2 || is.null(or)) return(NULL)
  A <- mapply(function(n1, n0, m) {
    lowest <- max(0, m - n0); highest <- min(n1, m)
    if (by_root) {
      f <- function(x) log(x) + log(n0 - m + x) - log(m - x) - log(n1 - x) - log(or)
      e <- (highest - lowest) * 1e-12
      return(uniroot(f, c(lowest + e, highest - e), tol = 1e-14)$root)
    }
    if (abs(or - 1) < 1e-12) return(n1 * m / (n1 + n0))
    k <- or - 1; b <- or * (n1 + m) + n0 - m
    x <- (b + c(-1, 1) * sqrt(b^2 - 4 * k * or * n1 * m)) / (2 * k)
    x[x >= lowest & x <= highest][1]
  }, n1, n0, m)
  V <- 1 / (1 / A + 1 / (m - A) + 1 / (n1 - A) + 1 / (n0 - m + A))
  statistic <- sum((a - A)^2 / V)
  tarone <- statistic - sum(a - A)^2 / sum(V)
  df <- length(a) - 1
  list(breslow_day = statistic, statistic = tarone, df = df, p = pchisq(tarone, df, lower.tail = FALSE))
}

stratified <- function(name, source, a, n1, c, n0, level = 0.95, design_effect = 1) {
  both <- n1 > 0 & n0 > 0
  A <- a[both] / design_effect; N1 <- n1[both] / design_effect; C <- c[both] / design_effect; N0 <- n0[both] / design_effect
  found <- pooled(A, N1, C, N0, level)
  bdt <- breslow_day_tarone(A, N1, C, N0, found$odds_ratio$estimate)
  if (!is.null(bdt)) agree(paste(name, "Breslow-Day by root"), breslow_day_tarone(A, N1, C, N0, found$odds_ratio$estimate, TRUE)$statistic, bdt$statistic, relative = 1e-6)
  dat <- array(rbind(A, C, N1 - A, N0 - C), c(2, 2, length(A)))              # rows: levels, columns: yes, no
  tells <- (A + C) > 0 & (A + C) < N1 + N0
  if (length(A) > 1 && !is.null(found$odds_ratio) && design_effect == 1) {
    mh <- mantelhaen.test(dat[, , tells, drop = FALSE], correct = FALSE, conf.level = level)
    agree(paste(name, "odds ratio v mantelhaen.test"), unlist(found$odds_ratio), c(mh$estimate, mh$conf.int), relative = 1e-8)
  }
  epi <- if (length(A) > 1) tryCatch(quiet(epiR::epi.2by2(as.table(dat), method = "cohort.count", conf.level = level, units = 1))$massoc.detail, error = function(e) NULL)
  routes <- character(0)
  if (!is.null(epi)) {
    zero <- any(dat == 0)
    for (pair in list(c("risk_difference", "ARisk.mh.sato"), c("risk_difference_greenland", "ARisk.mh.green"),
                      c("risk_ratio", "RR.mh.wald"), c("odds_ratio", "OR.mh.wald"))) {
      theirs <- unlist(epi[[pair[2]]][1, 1:3])
      ours <- unlist(found[[pair[1]]])
      if (is.null(ours) || anyNA(theirs)) next
      same <- all(abs(theirs - ours) <= 1e-8 * pmax(1, abs(ours)))
      if (same) routes <- c(routes, pair[2]) else if (!zero) stop(name, " ", pair[2], ": ", paste(theirs, collapse = " "), " is not ", paste(ours, collapse = " ")) else cat(name, pair[2], "parts from the definition with zero cells:", theirs, "\n")
    }
    if (!is.null(bdt) && !zero && all(tells)) { agree(paste(name, "Breslow-Day v epiR"), unlist(epi$bOR.homog[1, 1:3]), c(bdt$breslow_day, bdt$df, pchisq(bdt$breslow_day, bdt$df, lower.tail = FALSE)), relative = 1e-7); routes <- c(routes, "bOR.homog") }
  }
  c(list(name = name, source = source, level = level, design_effect = design_effect,
         breakouts_first = arr(a), known_first = arr(n1), breakouts_second = arr(c), known_second = arr(n0),
         agrees_with_epiR = arr(routes)),
    found, list(breslow_day_tarone = bdt))
}

ucb <- UCBAdmissions
u <- list(a = ucb["Admitted", "Male", ], n1 = colSums(ucb[, "Male", ]), c = ucb["Admitted", "Female", ], n0 = colSums(ucb[, "Female", ]))
set.seed(7)
thin <- 24
sparse <- list(n1 = rpois(thin, 4), n0 = rpois(thin, 6)); sparse$a <- rbinom(thin, sparse$n1, 0.35); sparse$c <- rbinom(thin, sparse$n0, 0.2)
rabbits <- list(a = c(0, 3, 6, 5, 2), n1 = c(6, 6, 6, 6, 2), c = c(0, 0, 2, 6, 5), n0 = c(5, 6, 6, 6, 5))
ugdp <- list(a = c(8, 22), n1 = c(106, 98), c = c(5, 16), n0 = c(120, 85))
berkeley <- "Bickel PJ, Hammel EA, O'Connell JW (1975) Science 187:398-404; R datasets UCBAdmissions"
made_up <- "made up"
of <- function(name, source, t, ...) stratified(name, source, unname(t$a), unname(t$n1), unname(t$c), unname(t$n0), ...)
section_stratified <- list(
  of("ucb_by_department", berkeley, u),
  of("ucb_by_department_99", berkeley, u, level = 0.99),
  of("ucb_by_department_design_effect", berkeley, u, design_effect = 1.7),
  of("ugdp_by_age", "Rothman KJ (2012) Epidemiology: An Introduction, 2nd ed., Oxford, table 10-3 (University Group Diabetes Program)", ugdp),
  of("rabbits_by_penicillin", "Agresti A (1990) Categorical Data Analysis, pp. 231-237; R ?mantelhaen.test", rabbits),
  of("many_thin_strata", made_up, sparse),
  of("no_difference_within", made_up, list(a = c(10, 40), n1 = c(100, 100), c = c(5, 80), n0 = c(50, 200))),
  of("a_stratum_of_one_level", made_up, list(a = c(12, 30, 9), n1 = c(80, 90, 40), c = c(9, 11, 0), n0 = c(110, 60, 0))),
  of("a_stratum_without_breakouts", made_up, list(a = c(12, 0, 9), n1 = c(80, 90, 40), c = c(9, 0, 7), n0 = c(110, 60, 50))),
  of("nobody_in_the_second", made_up, list(a = c(4, 6), n1 = c(50, 40), c = c(0, 0), n0 = c(45, 55))),
  of("nobody_in_the_first", made_up, list(a = c(0, 0), n1 = c(50, 40), c = c(3, 8), n0 = c(45, 55))),
  of("everybody_in_the_first", made_up, list(a = c(20, 15), n1 = c(20, 15), c = c(10, 8), n0 = c(22, 18)))
)

## ---- two factors together ---------------------------------------------------------------------
# yes, n: matrices, a row for each level of the first factor and a column for each of the second.
together <- function(name, source, yes, n, design_effect = 1) {
  cells <- data.frame(i = factor(row(n)), j = factor(col(n)), yes = as.vector(yes), no = as.vector(n - yes))
  cells <- cells[cells$yes + cells$no > 0, ]
  main <- quiet(glm(cbind(yes, no) ~ i + j, binomial, cells, control = glm.control(epsilon = 1e-12, maxit = 60)))
  fit <- loglin(array(c(yes, n - yes), c(dim(n), 2)), list(c(1, 2), c(1, 3), c(2, 3)), fit = FALSE, eps = 1e-10, iter = 5000, print = FALSE)
  agree(paste(name, "glm v loglin"), main$deviance, fit$lrt, relative = 1e-6, absolute = 1e-7)
  saturated <- quiet(glm(cbind(yes, no) ~ i * j, binomial, cells))
  agree(paste(name, "df"), main$df.residual, nrow(cells) - main$rank)
  agree(paste(name, "anova"), quiet(anova(main, saturated, test = "LRT"))$Deviance[2], main$deviance, relative = 1e-6, absolute = 1e-6)
  statistic <- main$deviance / design_effect
  list(name = name, source = source, design_effect = design_effect, breakouts = lapply(seq_len(nrow(n)), function(i) arr(yes[i, ])),
       known = lapply(seq_len(nrow(n)), function(i) arr(n[i, ])),
       statistic = statistic, pearson = sum(residuals(main, type = "pearson")^2) / design_effect, df = main$df.residual, p = pchisq(statistic, main$df.residual, lower.tail = FALSE),
       smallest_expected = min(c(main$fitted.values, 1 - main$fitted.values) * rep(cells$yes + cells$no, 2)))
}
two <- function(yes, n, rows) list(yes = matrix(yes, rows, byrow = TRUE), n = matrix(n, rows, byrow = TRUE))
gap <- two(c(5, 9, 12, 8, 20, 0, 3, 7, 10, 14, 18, 6), c(60, 70, 80, 55, 66, 0, 40, 50, 90, 80, 75, 44), 3)
apart <- two(c(5, 9, 0, 0, 12, 8, 0, 0, 0, 0, 7, 3, 0, 0, 6, 11), c(60, 70, 0, 0, 80, 55, 0, 0, 0, 0, 66, 40, 0, 0, 50, 90), 4)
zeros <- two(c(0, 9, 12, 8, 20, 30), c(60, 70, 80, 55, 66, 70), 2)
thin_cells <- two(c(1, 3, 2, 5, 4, 2, 6, 1, 2, 0, 3, 4), c(18, 22, 15, 30, 25, 12, 28, 14, 16, 13, 21, 19), 3)
section_together <- list(
  together("ucb_sex_and_department", berkeley, rbind(u$a, u$c), rbind(u$n1, u$n0)),
  together("ucb_sex_and_department_design_effect", berkeley, rbind(u$a, u$c), rbind(u$n1, u$n0), 1.7),
  together("ugdp_treatment_and_age", "as above", rbind(ugdp$a, ugdp$c), rbind(ugdp$n1, ugdp$n0)),
  together("an_empty_cell", made_up, gap$yes, gap$n),
  together("two_separate_blocks", made_up, apart$yes, apart$n),
  together("a_cell_without_breakouts", made_up, zeros$yes, zeros$n),
  together("thin_cells", made_up, thin_cells$yes, thin_cells$n),
  together("rates_that_add_up_on_the_odds", made_up, rbind(c(10, 20), c(18, 33)), rbind(c(100, 110), c(100, 105)))
)

## ---- published figures ------------------------------------------------------------------------
find <- function(name) Filter(function(each) each$name == name, section_stratified)[[1]]
agree_published("UCB pooled odds ratio", find("ucb_by_department")$odds_ratio$estimate, 0.905, 3)
agree_published("UCB Breslow-Day", find("ucb_by_department")$breslow_day_tarone$breslow_day, 18.83, 2)
agree_published("Rabbits", unlist(find("rabbits_by_penicillin")$odds_ratio), c(7, 1.026713, 47.725133), 6)
print(unlist(find("ugdp_by_age")[c("risk_ratio", "odds_ratio", "risk_difference", "breslow_day_tarone")]))

write_json(list(
  header = header("Rscript tests/reference/stratified.R", c("stats", "epiR")),
  notes = list(
    counts = "One entry for each stratum: breakouts and treatments with a known outcome, of the first and of the second level. The differences are first minus second, the ratios first over second. Every count is divided by design_effect before anything is worked out.",
    risk_difference = "Mantel-Haenszel with Sato's (1989) variance, consistent both with many small and with few large strata; epi.2by2's ARisk.mh.sato.",
    risk_difference_greenland = "The same estimate with the variance of Greenland and Robins (1985), for large strata only; epi.2by2's ARisk.mh.green. Kept to show how far they part; not used.",
    risk_ratio = "Mantel-Haenszel with the variance of Greenland and Robins (1985); epi.2by2's RR.mh.wald. null where nobody broke out on one side.",
    odds_ratio = "Mantel-Haenszel with the variance of Robins, Breslow and Greenland (1986); mantelhaen.test and epi.2by2's OR.mh.wald. null where either sum is zero.",
    breslow_day_tarone = "breslow_day is without, statistic with Tarone's (1985) correction; strata in which every outcome is the same are left out of both and of df. epi.2by2 (bOR.homog) has the first only.",
    together = "Deviance of glm(cbind(yes, no) ~ first + second, binomial) on the cells that are not empty; agrees with loglin(list(c(1, 2), c(1, 3), c(2, 3))) and with anova against the saturated model. df = cells - rank. pearson is the sum of the squared Pearson residuals of the same model; p is that of statistic."
  ),
  stratified = section_stratified,
  together = section_together
), target)
cat("wrote", target, "\n")
