# Ordered grades of an outcome by the levels of a factor -> grades.json.
#   Rscript tests/reference/grades.R
# Base R only (stats); grades and ordered levels are scored 0, 1, 2, and so on.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "helpers.R"))

spread <- function(m) {                       # one row a treatment: the place of its level, and of its grade
  at <- which(m > 0, arr.ind = TRUE)
  at <- at[rep(seq_len(nrow(at)), m[at]), , drop = FALSE] - 1
  data.frame(level = at[, 1], grade = at[, 2])
}

# Mantel (1963): (N - 1) r^2, 1 df. Second route: the score statistic from the hypergeometric mean and variance of
# sum(level x grade) given both margins. Third, for two grades: prop.trend.test, which divides by N, not N - 1.
linear_by_linear <- function(m) {
  d <- spread(m); n <- nrow(d)
  m2 <- (n - 1) * cor(d$level, d$grade)^2
  u <- seq_len(nrow(m)) - 1; v <- seq_len(ncol(m)) - 1
  expected <- sum(u * rowSums(m)) * sum(v * colSums(m)) / n
  variance <- (sum(u^2 * rowSums(m)) - sum(u * rowSums(m))^2 / n) *
    (sum(v^2 * colSums(m)) - sum(v * colSums(m))^2 / n) / (n - 1)
  agree("linear by linear", m2, (sum(outer(u, v) * m) - expected)^2 / variance)
  if (ncol(m) == 2) agree("trend", m2, (n - 1) / n * unname(quiet(prop.trend.test(m[, 2], rowSums(m), u))$statistic))
  list(statistic = m2, df = 1, p = pchisq(m2, 1, lower.tail = FALSE))
}

# Landis, Heyman & Koch (1978): (N - 1) R^2 of the grade on the level as a name. Second routes: the sum of squares between
# the mean scores over the variance of all; for two grades chisq.test, for two levels the test above.
mean_score <- function(m) {
  d <- spread(m); n <- nrow(d)
  q <- (n - 1) * summary(lm(grade ~ factor(level), d))$r.squared
  means <- tapply(d$grade, d$level, mean); sizes <- table(d$level)
  agree("mean score", q, sum(sizes * (means - mean(d$grade))^2) / var(d$grade))
  df <- sum(rowSums(m) > 0) - 1
  if (ncol(m) == 2) agree("chi-square", q, (n - 1) / n * pearson(m[rowSums(m) > 0, ])$statistic)
  if (df == 1) agree("two levels", q, linear_by_linear(m[rowSums(m) > 0, ])$statistic)
  list(statistic = q, df = df, p = pchisq(q, df, lower.tail = FALSE))
}

# Kruskal-Wallis is the same test with midranks for scores: lm on the ranks must give R's own kruskal.test.
kruskal_route <- function(m) {
  d <- spread(m); r <- rank(d$grade)
  q <- (nrow(d) - 1) * summary(lm(r ~ factor(d$level)))$r.squared
  agree("Kruskal-Wallis", q, unname(kruskal.test(d$grade, factor(d$level))$statistic))
}

table_of <- function(...) do.call(rbind, list(...))
small <- list(
  list(id = "rising severity", counts = table_of(c(90, 8, 2, 0), c(80, 12, 6, 2), c(60, 20, 12, 8))),
  list(id = "two levels", counts = table_of(c(120, 20, 9, 1), c(80, 22, 10, 6))),
  list(id = "two grades", counts = table_of(c(95, 5), c(90, 10), c(80, 20), c(70, 30))),
  list(id = "nothing to see", counts = table_of(c(50, 10, 5), c(48, 12, 4), c(51, 9, 6))),
  list(id = "an empty level in between", counts = table_of(c(40, 5, 1), c(0, 0, 0), c(30, 9, 6), c(22, 10, 9))),
  list(id = "a grade nobody has", counts = table_of(c(40, 0, 3), c(30, 0, 9))),
  list(id = "many treatments", counts = table_of(c(41000, 2300, 700, 90), c(23000, 1500, 520, 80), c(9000, 800, 310, 60))),
  list(id = "one of each", counts = table_of(c(1, 0), c(0, 1)))
)
values <- lapply(small, function(each) {
  kruskal_route(each$counts[rowSums(each$counts) > 0, ])
  list(id = each$id, counts = arr(lapply(seq_len(nrow(each$counts)), function(i) arr(each$counts[i, ]))),
       linear = linear_by_linear(each$counts), mean_score = mean_score(each$counts))
})

# Published ----
# Job satisfaction by income, 96 black males in the US General Social Survey of 1991: Agresti A (2002) Categorical Data
# Analysis, 2nd ed., table 2.8. CMHtest() of vcdExtra, as printed in the solutions to Friendly M, Meyer D (2016) Discrete
# Data Analysis with R, exercise 4.3: nonzero correlation 2.9830, p 0.084144; row mean scores differ 4.4774, 3 df,
# p 0.214318.
satisfaction <- table_of(c(1, 3, 10, 6), c(2, 3, 10, 7), c(1, 6, 14, 12), c(0, 1, 9, 11))
linear <- linear_by_linear(satisfaction); means <- mean_score(satisfaction)
agree_published("JobSat, correlation", linear$statistic, 2.9830, 4)
agree_published("JobSat, correlation, p", linear$p, 0.084144, 6)
agree_published("JobSat, mean scores", means$statistic, 4.4774, 4)
agree_published("JobSat, mean scores, p", means$p, 0.214318, 6)

# The design effect of a mean score: its variance as the spread between clients shows it, over that of independent
# treatments. With scores 0 and 1 it is Rao & Scott's.
design_effect <- function(clients) {          # one row a client: treatments of each grade
  score <- seq_len(ncol(clients)) - 1
  n <- rowSums(clients); total <- as.vector(clients %*% score); k <- sum(n > 0)
  mean_score <- sum(total) / sum(n)
  each <- rep(score, colSums(clients))        # every treatment's own score
  between <- k / (k - 1) * sum((total - n * mean_score)^2) / sum(n)^2
  between / (mean((each - mean_score)^2) / sum(n))
}
clients <- table_of(c(3, 0, 0), c(0, 1, 2), c(2, 0, 0), c(0, 0, 1), c(1, 1, 0), c(1, 0, 0), c(0, 0, 0))

write_json(list(
  header = header("Rscript tests/reference/grades.R", character(0)),
  values = arr(values),
  published = list(citation = "Agresti 2002, table 2.8; Friendly & Meyer 2016, exercise 4.3",
                   counts = arr(lapply(1:4, function(i) arr(satisfaction[i, ]))),
                   linear = list(statistic = 2.9830, p = 0.084144), mean_score = list(statistic = 4.4774, p = 0.214318)),
  design_effect = list(clients = arr(lapply(seq_len(nrow(clients)), function(i) arr(clients[i, ]))),
                       value = design_effect(clients))
), file.path(here, "grades.json"))
