# Reference values for the model of several factors: logistic regression with standard errors clustered by client,
# standardised rates, attributable fractions, discrimination. See README.md beside this file.
#   Rscript tests/reference/adjusted.R            writes tests/reference/adjusted.json
#   Rscript tests/reference/adjusted.R FILE       writes FILE
# Models by stats::glm; the sandwich is written out and must agree with clubSandwich::vcovCR. Gradients are exact to the last
# digits (complex step) and must agree with central differences.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
quiet(suppressPackageStartupMessages({library(clubSandwich); library(survival)}))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "adjusted.json")

## ---- made-up treatments of clients who come back ------------------------------------------------
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260104)
clients <- 260
times <- 1 + rpois(clients, 1.2)
client <- rep(seq_len(clients), times)
of_client <- function(x) rep(x, times)
acne <- of_client(sample(c("none", "past", "current"), clients, TRUE, c(0.5, 0.3, 0.2)))
likeness <- of_client(rnorm(clients, 0, 0.8))
n <- length(client)
product <- ifelse(runif(n) < ifelse(acne == "none", 0.2, 0.4), "yes", "no")
moisturiser <- sample(c("non-comedogenic", "comedogenic", "none"), n, TRUE, c(0.6, 0.25, 0.15))
adherence <- sample(c(0, 20, 25, 40, 50, 60, 75, 80, 100), n, TRUE, c(2, 4, 3, 6, 8, 10, 9, 14, 20) / 76)
odds <- -1.6 + 0.5 * (acne == "past") + 1.0 * (acne == "current") + 0.5 * (product == "yes") +
  0.6 * (moisturiser == "comedogenic") - 0.012 * (adherence - 60) + likeness
rows <- data.frame(client, acne, product, moisturiser, adherence, breakout = as.numeric(runif(n) < plogis(odds)))
rows$acne <- factor(rows$acne, c("none", "past", "current"))
rows$product <- factor(rows$product, c("no", "yes"))
rows$moisturiser <- factor(rows$moisturiser, c("non-comedogenic", "comedogenic", "none"))

## ---- fifths, as the product makes them: a value belongs where the middle of its treatments falls -----------------
fifth_of <- function(values) {
  known <- table(values)
  middle <- cumsum(known) - known / 2
  unname(floor(middle * 5 / sum(known) + 1e-9)[as.character(values)])
}
rows$fifth <- factor(fifth_of(rows$adherence))
middle_value <- function(values) unname(quantile(values, 0.5, type = 1))

## ---- the covariance clustered by client -----------------------------------------------------------
# Mancl & DeRouen's: what each client would be expected to have if the model were fitted to all the others.
clustered <- function(model, by) {
  X <- model.matrix(model)
  scores <- rowsum(X * (model$y - fitted(model)), by)
  G <- nrow(scores)
  weighted <- X * (fitted(model) * (1 - fitted(model)))
  information <- crossprod(weighted, X)
  rows <- split(seq_len(nrow(X)), factor(by, rownames(scores)))
  moves <- t(vapply(seq_len(G), function(i) {
    at <- rows[[i]]
    solve(information - crossprod(weighted[at, , drop = FALSE], X[at, , drop = FALSE]), scores[i, ])
  }, numeric(ncol(X))))
  V <- (G - 1) / G * crossprod(moves)
  dimnames(V) <- dimnames(information)
  attr(V, "scores") <- X * (model$y - fitted(model)); attr(V, "information") <- information; attr(V, "by") <- by
  agree("vcovCR", V, (G - 1) / G * as.matrix(vcovCR(model, cluster = by, type = "CR3")), relative = 1e-7, absolute = 1e-10)
  V
}

## ---- standardised rates -----------------------------------------------------------------------------
logistic <- function(z) 1 / (1 + exp(-z))           # plogis takes no complex numbers
gradient <- function(f, at) {
  exact <- vapply(seq_along(at), function(i) {
    z <- as.complex(at); z[i] <- z[i] + 1i * 1e-30
    Im(f(z)) / 1e-30
  }, 0)
  central <- vapply(seq_along(at), function(i) {
    h <- 1e-5; up <- at; down <- at; up[i] <- up[i] + h; down[i] <- down[i] - h
    Re(f(up) - f(down)) / (2 * h)
  }, 0)
  agree("gradient", exact, central, relative = 1e-5, absolute = 1e-8)
  exact
}
mean_chance <- function(X) function(beta) mean(logistic(X %*% beta))
# Student's t with G - 1 degrees of freedom for G clients, normal where clients are not told apart (Cameron & Miller 2015).
interval <- function(value, se, level = 0.95, df = Inf) value + c(-1, 1) * qt(1 - (1 - level) / 2, df) * se

# Everybody at one level, the rest as it is.
matrix_at <- function(model, data, name, value, who = rep(TRUE, nrow(data))) {
  if (is.factor(data[[name]])) data[[name]][who] <- value else data[[name]][who] <- value
  model.matrix(delete.response(terms(model)), data, xlev = model$xlevels, contrasts.arg = model$contrasts)
}
rate_at <- function(model, V, df, data, name, value) {
  f <- mean_chance(matrix_at(model, data, name, value))
  b <- coef(model); g <- gradient(f, b); p <- f(b)
  se <- sqrt(drop(g %*% V %*% g))
  ci <- plogis(interval(qlogis(p), se / (p * (1 - p)), df = df))
  list(rate = p, standard_error = se, lower = ci[1], upper = ci[2])
}
# As Pan & Wall 2002, but of what clients add to single treatments: twice the squared variance over the variance of the sum
# of the products of the moves of two treatments of one client.
degrees_of <- function(V, df, g) {
  scores <- attr(V, "scores")
  if (is.null(scores)) return(df)
  moves <- drop(scores %*% solve(attr(V, "information"), g))
  squares <- rowsum(moves, attr(V, "by"))^2
  shared <- squares - rowsum(moves^2, attr(V, "by"))
  min(2 * sum(squares)^2 / (length(shared) * var(drop(shared))), df)
}
# Wilson's interval of as many treatments as have this variance: the roots of (p - pi)^2 = z^2 pi (1 - pi) / n.
wilson_of <- function(p, variance, z) {
  n <- p * (1 - p) / variance
  a <- 1 + z^2 / n; b <- -(2 * p + z^2 / n)
  ci <- (-b + c(-1, 1) * sqrt(b^2 - 4 * a * p^2)) / (2 * a)
  whole <- suppressWarnings(prop.test(p * n, n, conf.level = 1 - 2 * pnorm(-z), correct = FALSE)$conf.int)
  agree("prop.test", ci, whole, relative = 1e-8)
  ci
}
# Zou & Donner 2008: the bounds of p - ratio * q are zero where (p - ratio q)^2 = a^2 + ratio^2 b^2 - 2 r ratio a b.
mover <- function(p, q, V2, z) {
  r <- V2[1, 2] / sqrt(V2[1, 1] * V2[2, 2])
  one <- wilson_of(p, V2[1, 1], z); two <- wilson_of(q, V2[2, 2], z)
  reach <- function(a, b, ratio = 1) sqrt(a^2 + ratio^2 * b^2 - 2 * r * ratio * a * b)
  d <- p - q
  low <- function(ratio) p - ratio * q - reach(p - one[1], two[2] - q, ratio)
  high <- function(ratio) p - ratio * q + reach(one[2] - p, q - two[1], ratio)
  root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-14)$root
  list(difference = c(low(1), high(1)), ratio = c(root(low, 1e-6, p / q), root(high, p / q, 1e3)))
}
contrast_at <- function(model, V, df, data, name, first, second, level) {
  f1 <- mean_chance(matrix_at(model, data, name, first)); f2 <- mean_chance(matrix_at(model, data, name, second))
  b <- coef(model)
  g <- rbind(gradient(f1, b), gradient(f2, b))
  own <- degrees_of(V, df, g[1, ] - g[2, ])
  p <- f1(b); q <- f2(b)
  found <- mover(p, q, g %*% V %*% t(g), qt(1 - (1 - level) / 2, own))
  list(level = level, degrees = own,
       risk_difference = list(value = p - q, lower = found$difference[1], upper = found$difference[2]),
       risk_ratio = list(value = p / q, lower = found$ratio[1], upper = found$ratio[2]))
}
# chi-square, or F where there are clients
wald_test <- function(w, q, df) if (is.finite(df)) list(statistic = w / q, df = q, p = pf(w / q, q, df, lower.tail = FALSE)) else
  list(statistic = w, df = q, p = pchisq(w, q, lower.tail = FALSE))
wald <- function(model, V, df, name) {
  mine <- which(attr(model.matrix(model), "assign") == match(name, attr(terms(model), "term.labels")))
  b <- coef(model)[mine]
  w <- drop(b %*% solve(V[mine, mine]) %*% b)
  wald_test(w, length(mine), df)
}
odds_ratios <- function(model, V, df) {
  b <- coef(model)[-1]; se <- sqrt(diag(V))[-1]
  lapply(seq_along(b), function(i) {
    ci <- exp(interval(b[[i]], se[i], df = df))
    list(name = names(b)[i], value = exp(b[[i]]), lower = ci[1], upper = ci[2])
  })
}

## ---- attributable fraction --------------------------------------------------------------------------
avoidable <- function(model, V, df, data, name, value, who) {
  f <- mean_chance(model.matrix(model)); f0 <- mean_chance(matrix_at(model, data, name, value, who))
  b <- coef(model)
  d <- function(beta) f(beta) - f0(beta)
  remains <- function(beta) log(f0(beta) / f(beta))
  gd <- gradient(d, b); gr <- gradient(remains, b)
  ci_d <- interval(d(b), sqrt(drop(gd %*% V %*% gd)), df = df)
  ci_f <- 1 - exp(rev(interval(remains(b), sqrt(drop(gr %*% V %*% gr)), df = df)))
  agree("mean chance is the rate", f(b), mean(data$breakout), relative = 1e-8)
  list(elsewhere = sum(who), avoidable = list(value = d(b), lower = ci_d[1], upper = ci_d[2]),
       fraction = list(value = 1 - exp(remains(b)), lower = ci_f[1], upper = ci_f[2]))
}

## ---- discrimination and calibration --------------------------------------------------------------------
area <- function(p, y, by = NULL) {
  yes <- p[y == 1]; no <- p[y == 0]
  v10 <- vapply(yes, function(each) mean((no < each) + 0.5 * (no == each)), 0)
  v01 <- vapply(no, function(each) mean((yes > each) + 0.5 * (yes == each)), 0)
  a <- mean(v10); m <- length(yes); k <- length(no)
  other <- concordance(y ~ p)
  agree("c statistic", a, other$concordance)
  agree("its variance, but for m / (m - 1)", sum((v10 - a)^2) / m^2 + sum((v01 - a)^2) / k^2, other$var, relative = 1e-6)
  if (is.null(by)) {
    v <- var(v10) / m + var(v01) / k                                       # DeLong et al. 1988
  } else {
    all <- sort(unique(by))
    s1 <- vapply(all, function(g) sum(v10[by[y == 1] == g] - a), 0)
    s0 <- vapply(all, function(g) sum(v01[by[y == 0] == g] - a), 0)
    i10 <- length(unique(by[y == 1])); i01 <- length(unique(by[y == 0])); i <- length(all)
    other <- concordance(y ~ p, cluster = by)
    agree("clustered, but for the corrections", sum((s1 / m + s0 / k)^2), other$var, relative = 1e-6)
    v <- i10 / (i10 - 1) * sum(s1^2) / m^2 + i01 / (i01 - 1) * sum(s0^2) / k^2 +
      2 * i / (i - 1) * sum(s1 * s0) / (m * k)                             # Obuchowski 1997
  }
  ci <- interval(a, sqrt(v))
  list(value = a, standard_error = sqrt(v), lower = ci[1], upper = ci[2])
}
tenths <- function(p, y) {
  p <- round(p, 12)
  known <- table(p)
  middle <- cumsum(known) - known / 2
  tenth <- floor(middle * 10 / sum(known) + 1e-9)[match(p, sort(unique(p)))]
  lapply(sort(unique(tenth)), function(t)
    list(predicted = mean(p[tenth == t]), known = sum(tenth == t), breakouts = sum(y[tenth == t])))
}

## ---- generalised variance inflation, from the correlation of the columns -----------------------------------
inflation <- function(formula, data) {
  X <- model.matrix(formula, data)
  assign <- attr(X, "assign")[-1]; R <- cor(X[, -1])
  V <- cov2cor(solve(crossprod(scale(X[, -1], scale = FALSE))))      # Fox & Monette: the same from the estimates
  labels <- attr(terms(formula), "term.labels")
  lapply(seq_along(labels), function(t) {
    mine <- assign == t
    g <- function(C) det(C[mine, mine, drop = FALSE]) * det(C[!mine, !mine, drop = FALSE]) / det(C)
    agree("GVIF", g(R), g(V), relative = 1e-8)
    list(name = labels[t], df = sum(mine), gvif = g(R), per_parameter = g(R)^(1 / sum(mine)))
  })
}

## ---- the whole answer ---------------------------------------------------------------------------------
answer <- function(formula, data, by, levels_of, contrasts, targets) {
  model <- glm(formula, binomial, data, control = list(epsilon = 1e-14, maxit = 100))
  # Once more from there: glm keeps the weights of the step before its last, and sandwich uses them.
  model <- glm(formula, binomial, data, start = coef(model), control = list(epsilon = 1e-14, maxit = 100))
  V <- if (is.null(by)) vcov(model) else clustered(model, by)
  if (is.null(by)) V <- solve(crossprod(model.matrix(model) * (fitted(model) * (1 - fitted(model))), model.matrix(model)))
  df <- if (is.null(by)) Inf else length(unique(by)) - 1
  names <- attr(terms(model), "term.labels")
  tests <- lapply(names, function(name) wald(model, V, df, name))
  adjusted <- p.adjust(vapply(tests, function(t) t$p, 0), "BH")
  factors <- lapply(seq_along(names), function(i) {
    name <- names[i]; pair <- contrasts[[name]]
    c(list(name = name, test = c(tests[[i]], list(p_adjusted = adjusted[i])),
           rates = lapply(levels_of[[name]], function(value) c(list(level = value), rate_at(model, V, df, data, name, value))),
           compared = arr(pair$levels)),
      contrast_at(model, V, df, data, name, pair$levels[[1]], pair$levels[[2]], pair$confidence))
  })
  list(coefficients = arr(unname(coef(model))), coefficient_names = arr(names(coef(model))),
       standard_errors = arr(unname(sqrt(diag(V)))), odds_ratios = odds_ratios(model, V, df), factors = factors,
       avoidable = lapply(names(targets), function(name)
         c(list(name = name), avoidable(model, V, df, data, name, targets[[name]]$value, targets[[name]]$who))),
       discrimination = area(fitted(model), data$breakout, by), calibration = tenths(fitted(model), data$breakout))
}

by_fifth <- lapply(split(rows$adherence, rows$fifth), middle_value)
top <- by_fifth[[length(by_fifth)]]
pair <- function(first, second, confidence = 0.95) list(levels = c(first, second), confidence = confidence)
crude <- tapply(rows$breakout, rows$moisturiser, mean)
furthest <- names(which.max(abs(crude[-1] - crude[1])))
shared_levels <- list(acne = levels(rows$acne), product = levels(rows$product), moisturiser = levels(rows$moisturiser),
                      adherence = unname(unlist(by_fifth)), fifth = levels(rows$fifth))
shared_pairs <- list(acne = pair("current", "none"), product = pair("yes", "no"),
                     moisturiser = pair(furthest, "non-comedogenic", 1 - 0.05 / 2),
                     adherence = pair(top, by_fifth[[1]]),
                     fifth = pair(tail(levels(rows$fifth), 1), levels(rows$fifth)[1]))
shared_targets <- list(product = list(value = "no", who = rows$product != "no"),
                       moisturiser = list(value = "non-comedogenic", who = rows$moisturiser != "non-comedogenic"))
per_unit <- c(shared_targets, list(adherence = list(value = top, who = rows$adherence < top)))
by_level <- c(shared_targets, list(fifth = list(value = tail(levels(rows$fifth), 1), who = rows$fifth != tail(levels(rows$fifth), 1))))

models <- list(
  c(list(name = "per unit, clustered", entered = "per unit", clustered = TRUE),
    answer(breakout ~ acne + product + moisturiser + adherence, rows, rows$client, shared_levels, shared_pairs, per_unit)),
  c(list(name = "levels, clustered", entered = "levels", clustered = TRUE),
    answer(breakout ~ acne + product + moisturiser + fifth, rows, rows$client, shared_levels, shared_pairs, by_level)),
  c(list(name = "per unit, independent", entered = "per unit", clustered = FALSE),
    answer(breakout ~ acne + product + moisturiser + adherence, rows, NULL, shared_levels, shared_pairs, per_unit)))

## ---- whether a line will do: the inner fifths beside it ------------------------------------------------------------
bent <- rows
inner <- setdiff(levels(rows$fifth), c(levels(rows$fifth)[1], tail(levels(rows$fifth), 1)))
for (f in inner) bent[[paste0("inner", f)]] <- as.numeric(rows$fifth == f)
bent_model <- glm(reformulate(c("acne", "product", "moisturiser", "adherence", paste0("inner", inner)), "breakout"), binomial, bent,
                  control = list(epsilon = 1e-14, maxit = 100))
bent_model <- update(bent_model, start = coef(bent_model))
bent_places <- grep("^inner", names(coef(bent_model)))
bent_b <- coef(bent_model)[bent_places]
bent_w <- drop(bent_b %*% solve(clustered(bent_model, rows$client)[bent_places, bent_places]) %*% bent_b)

## ---- Berkeley: 12 departments by sex ---------------------------------------------------------------------
ucb <- as.data.frame(UCBAdmissions)
ucb_rows <- ucb[rep(seq_len(nrow(ucb)), ucb$Freq), ]
ucb_rows$breakout <- as.numeric(ucb_rows$Admit == "Admitted")
ucb_rows$sex <- factor(ucb_rows$Gender, c("Female", "Male"))
ucb_rows$department <- ucb_rows$Dept
ucb_crude <- tapply(ucb_rows$breakout, ucb_rows$department, mean)
ucb_low <- names(which.max(abs(ucb_crude - ucb_crude["A"])))
ucb_answer <- answer(breakout ~ sex + department, ucb_rows, NULL,
                     list(sex = c("Female", "Male"), department = LETTERS[1:6]),
                     list(sex = pair("Male", "Female"), department = pair(ucb_low, "A", 1 - 0.05 / 5)), list())
agree_published("crude odds ratio", with(list(t = xtabs(Freq ~ Gender + Admit, ucb)), t[1, 1] * t[2, 2] / (t[1, 2] * t[2, 1])), 1.841, 3)
# Bickel PJ, Hammel EA, O'Connell JW (1975) Science 187:398-404; the coefficient as printed by Agresti A (2013) Categorical
# data analysis, 3rd ed: about -0.10, so that the odds of men are 0.90 times those of women in the same department.
agree_published("odds ratio given the department", ucb_answer$odds_ratios[[1]]$value, 0.90, 2)

## ---- Hosmer & Lemeshow: low birth weight by smoking and race ----------------------------------------------
births <- within(MASS::birthwt, {
  breakout <- low
  smoke <- factor(smoke, 0:1, c("no", "yes"))
  race <- factor(race, 1:3, c("white", "black", "other"))
})
birth_counts <- aggregate(cbind(low = low, known = 1) ~ smoke + race, births, sum)
birth_answer <- answer(breakout ~ smoke + race, births, NULL, list(smoke = c("no", "yes"), race = levels(births$race)),
                       list(smoke = pair("yes", "no"), race = pair("black", "white", 1 - 0.05 / 2)), list())

## ---- Hanley & McNeil (1982): 109 computed tomograms rated from 1 to 5 -----------------------------------------
# Radiology 143:29-36, Table I: an area of 0.893.
normal <- c(33, 6, 6, 11, 2); abnormal <- c(3, 2, 2, 11, 33)
ratings <- area(c(rep(1:5, normal), rep(1:5, abnormal)), rep(0:1, c(sum(normal), sum(abnormal))))
agree_published("area under the curve", ratings$value, 0.893, 3)

counts <- aggregate(cbind(yes = breakout, known = 1) ~ client + acne + product + moisturiser + adherence, rows, sum)
counts <- counts[order(counts$client, counts$acne, counts$product, counts$moisturiser, counts$adherence), ]

write_json(list(
  header = header("Rscript tests/reference/adjusted.R", c("clubSandwich", "survival", "MASS")),
  notes = list(
    covariance = "clustered: the jackknife-like sandwich of Mancl & DeRouen 2001 times (G-1)/G, as clubSandwich::vcovCR(type = 'CR3') but for that factor; independent: the inverse of the information",
    rates = "all treatments set to the level, the other factors as they are (covariates fixed); delta method, the interval on the log odds",
    risk_difference = "Wilson intervals of both rates put together by the method of variance estimates recovery (Zou & Donner 2008); risk_ratio likewise; quantiles of t with degrees of freedom as by Pan & Wall 2002, of the products of two treatments, at most G - 1, where clustered, else normal",
    avoidable = "mean chance less mean chance with those elsewhere set to the target; fraction: interval on the log of what remains",
    discrimination = "DeLong 1988; clustered: Obuchowski 1997",
    calibration = "tenths of the distinct chances, rounded to 12 decimals; a chance belongs where the middle of its treatments falls",
    inflation = "generalised variance inflation (Fox & Monette 1992) of the columns; per_parameter is its root of order df"),
  counts = list(client = arr(counts$client), acne = arr(as.character(counts$acne)), product = arr(as.character(counts$product)),
                moisturiser = arr(as.character(counts$moisturiser)), adherence = arr(counts$adherence),
                breakouts = arr(counts$yes), known = arr(counts$known)),
  models = models,
  inflation = inflation(~ acne + product + moisturiser + adherence, rows),
  linearity = wald_test(bent_w, length(bent_places), clients - 1),
  ratings = c(list(source = "Hanley JA, McNeil BJ (1982) Radiology 143:29-36, Table I", normal = arr(normal), abnormal = arr(abnormal)),
              ratings),
  births = c(list(source = "Hosmer DW, Lemeshow S (1989) Applied logistic regression, Appendix 1, as MASS::birthwt",
                  counts = list(smoke = arr(as.character(birth_counts$smoke)), race = arr(as.character(birth_counts$race)),
                                low = arr(birth_counts$low), known = arr(birth_counts$known))), birth_answer),
  ucb = c(list(counts = list(sex = arr(as.character(ucb$Gender)), department = arr(as.character(ucb$Dept)),
                             admitted = arr(as.character(ucb$Admit)), known = arr(ucb$Freq))), ucb_answer)
), target)
