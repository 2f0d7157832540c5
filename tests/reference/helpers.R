# Shared by methods.R and published.R: a small JSON writer and the statistics both files print.
# Base R only, except where a package is named.

Sys.setenv(TZ = "UTC")          # quiet the timedatectl warning, and fix the date's time zone
options(warn = 1, digits = 17)

## ---- JSON -------------------------------------------------------------------------------------
# named list -> object; unnamed list, or a vector of length != 1, or arr(x) -> array; otherwise a scalar.
# NULL, NA, NaN and infinite values -> null. Numbers: the shortest of 15, 16 or 17 digits that reads back the same.
arr <- function(x) structure(list(items = x), class = "json_array")

json_number <- function(x) {
  if (!is.finite(x)) return("null")
  if (x == 0) return("0")                             # no "-0"
  for (digits in 15:17) {
    text <- sprintf("%.*g", digits, x)
    if (identical(as.numeric(text), as.numeric(x))) break
  }
  text
}
json_string <- function(x) {
  x <- gsub("\\", "\\\\", enc2utf8(x), fixed = TRUE)
  x <- gsub("\"", "\\\"", x, fixed = TRUE)
  x <- gsub("\n", "\\n", x, fixed = TRUE)
  stopifnot(!grepl("[[:cntrl:]]", x))
  paste0("\"", x, "\"")
}
json_scalar <- function(x) {
  if (is.null(x) || length(x) == 0 || is.na(x)) return("null")
  if (is.logical(x)) return(if (x) "true" else "false")
  if (is.character(x)) return(json_string(x))
  json_number(as.numeric(x))
}
json <- function(x, indent = 0) {
  pad <- strrep(" ", indent + 1)
  end <- strrep(" ", indent)
  if (inherits(x, "json_array")) {
    items <- x$items
    if (!is.list(items)) return(paste0("[", paste(vapply(items, json_scalar, ""), collapse = ", "), "]"))
    x <- unname(items)
  }
  if (is.list(x)) {
    if (length(x) == 0) return(if (is.null(names(x))) "[]" else "{}")
    parts <- vapply(x, json, "", indent = indent + 1)
    if (!is.null(names(x))) {
      stopifnot(all(nzchar(names(x))), !anyDuplicated(names(x)))
      parts <- paste0(vapply(names(x), json_string, ""), ": ", parts)
      brackets <- c("{", "}")
    } else brackets <- c("[", "]")
    flat <- paste(parts, collapse = ", ")
    if (!grepl("\n", flat, fixed = TRUE) && nchar(flat) < 110) return(paste0(brackets[1], flat, brackets[2]))
    return(paste0(brackets[1], "\n", paste0(pad, parts, collapse = ",\n"), "\n", end, brackets[2]))
  }
  x <- unname(x)
  if (length(x) > 1) return(json(arr(x)))
  json_scalar(x)
}

script_path <- function() {
  given <- grep("^--file=", commandArgs(FALSE), value = TRUE)
  stopifnot(length(given) == 1)
  normalizePath(sub("^--file=", "", given))
}
write_json <- function(x, path) {
  connection <- file(path, open = "wb", encoding = "UTF-8")
  on.exit(close(connection))
  writeLines(json(x), connection, useBytes = TRUE)
}
header <- function(command, packages) list(
  r_version = R.version.string,
  packages = as.list(vapply(packages, function(p) as.character(packageVersion(p)), "")),
  generated = format(Sys.Date()),
  command = command
)

## ---- checks -----------------------------------------------------------------------------------
# Stops the script when two ways of reaching one number disagree.
agree <- function(what, a, b, relative = 1e-9, absolute = 1e-12) {
  a <- as.numeric(a); b <- as.numeric(b)
  same <- (is.na(a) & is.na(b)) | (a == b) | abs(a - b) <= pmax(absolute, relative * abs(b))
  same[is.na(same)] <- FALSE
  if (length(a) != length(b) || !all(same))
    stop(what, ": ", paste(format(a), collapse = " "), " is not ", paste(format(b), collapse = " "))
  invisible(TRUE)
}
# A published figure printed to so many decimals.
agree_published <- function(what, computed, published, decimals)
  agree(what, computed, published, relative = 0, absolute = 0.5 * 10^-decimals + 1e-9)

quiet <- suppressWarnings
finite_or_na <- function(x) ifelse(is.finite(x), x, NA_real_)

## ---- one rate ---------------------------------------------------------------------------------
wilson <- function(x, n, level = 0.95) {
  ci <- as.numeric(quiet(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
  other <- epitools::binom.wilson(x, n, conf.level = level)
  agree(sprintf("wilson %d/%d", x, n), ci, c(other$lower, other$upper), absolute = 1e-14)
  ci
}

## ---- two levels -------------------------------------------------------------------------------
# Newcombe (1998) method 10: square-and-add of two Wilson intervals, no continuity correction.
newcombe <- function(x1, n1, x2, n2, level = 0.95) {
  p1 <- x1 / n1; p2 <- x2 / n2; d <- p1 - p2
  w1 <- wilson(x1, n1, level); w2 <- wilson(x2, n2, level)
  c(d, d - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2), d + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2))
}
# Katz et al. (1978) log interval. Undefined (NA) when either numerator is zero.
katz <- function(x1, n1, x2, n2, level = 0.95) {
  if (x1 == 0 || x2 == 0) return(c(NA_real_, NA_real_))
  z <- qnorm(1 - (1 - level) / 2)
  exp(log((x1 / n1) / (x2 / n2)) + c(-1, 1) * z * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
}
# Woolf's logit interval. Undefined (NA) when any of the four cells is zero.
woolf <- function(x1, n1, x2, n2, level = 0.95) {
  cells <- c(x1, n1 - x1, x2, n2 - x2)
  if (any(cells == 0)) return(c(NA_real_, NA_real_))
  z <- qnorm(1 - (1 - level) / 2)
  exp(log(cells[1] * cells[4] / (cells[2] * cells[3])) + c(-1, 1) * z * sqrt(sum(1 / cells)))
}
# The score statistic for the hypothesis that the ratio of the two rates is theta: (p1 - theta p2)^2 over its variance at
# the rates most likely under that hypothesis. Koopman's (1984) chi-square is the same number. Miettinen and Nurminen
# (1985) enlarge the variance by N/(N-1).
score_ratio <- function(theta, x1, n1, x2, n2, mn = FALSE) {
  N <- n1 + n2                      # N theta q2^2 - (A + B) q2 + (x1 + x2) = 0, the smaller root, written so as to lose no digits
  A <- (n1 + x2) * theta; B <- x1 + n2
  q2 <- 2 * (x1 + x2) / (A + B + sqrt((A - B)^2 + 4 * theta * (n1 - x1) * (n2 - x2)))
  q1 <- theta * q2
  v <- q1 * (1 - q1) / n1 + theta^2 * q2 * (1 - q2) / n2
  (x1 / n1 - theta * x2 / n2)^2 / (v * (if (mn) N / (N - 1) else 1))
}
score_ratio_interval <- function(x1, n1, x2, n2, level = 0.95, mn = FALSE) {
  if (x1 == 0 && x2 == 0) return(c(0, Inf))
  z2 <- qnorm(1 - (1 - level) / 2)^2
  f <- function(t) score_ratio(exp(t), x1, n1, x2, n2, mn) - z2
  # start beside the estimate, where the statistic is 0; with a zero cell start far out on the side where it vanishes
  centre <- if (x1 == 0) -40 else if (x2 == 0) 40 else log((x1 / n1) / (x2 / n2))
  solve <- function(direction) {
    inner <- centre + direction * 1e-9
    step <- 0.01
    while (!isTRUE(f(centre + direction * step) > 0)) { step <- step * 1.5; stopifnot(step < 1e3) }
    exp(uniroot(f, sort(c(inner, centre + direction * step)), tol = 1e-15, maxiter = 10000)$root)
  }
  c(if (x1 == 0) 0 else solve(-1), if (x2 == 0) Inf else solve(1))
}
pearson <- function(m) {                     # chi-square without correction, and the least expected count
  expected <- outer(rowSums(m), colSums(m)) / sum(m)
  if (any(expected == 0)) return(list(statistic = NA_real_, df = NA_real_, p = NA_real_, min_expected = min(expected)))
  t <- quiet(chisq.test(m, correct = FALSE))
  list(statistic = unname(t$statistic), df = unname(t$parameter), p = t$p.value, min_expected = min(t$expected))
}

## ---- several levels -----------------------------------------------------------------------------
# Fisher-Freeman-Halton by listing every table with the same margins: p is the sum over tables no more likely than this one.
fisher_by_listing <- function(x, n) {
  lists <- function(left, k) {
    if (k == length(n)) return(if (left <= n[k]) matrix(left, 1) else matrix(0, 0, 1))
    do.call(rbind, lapply(0:min(left, n[k]), function(v) {
      rest <- lists(left - v, k + 1)
      if (nrow(rest) == 0) matrix(0, 0, length(n) - k + 1) else cbind(v, rest)
    }))
  }
  tables <- unname(lists(sum(x), 1))
  logp <- rowSums(matrix(lchoose(rep(n, each = nrow(tables)), tables), nrow(tables))) - lchoose(sum(n), sum(x))
  observed <- sum(lchoose(n, x)) - lchoose(sum(n), sum(x))
  agree("listing adds to 1", sum(exp(logp)), 1, relative = 1e-9)
  sum(exp(logp[logp <= observed + 1e-7]))
}
