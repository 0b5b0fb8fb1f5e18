# bench/report.py
# What was measured, as a table on standard output and as JSON lines in a file.  Not for: measuring.
import json
import os
import time

MIB = 1 << 20


def peaks_text(peaks):
    return ", ".join(f"{role} {peak / MIB:.0f} MiB" for role, peak in sorted(peaks.items()))


class Report:
    def __init__(self, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.file = open(path, "w", encoding="utf-8")
        self.figures = []
        self.short = []

    def title(self, text):
        print(f"\n{text}\n{'-' * len(text)}", flush=True)

    def note(self, text):
        print(f"  {text}", flush=True)

    def keep(self, **figure):
        figure["load"] = round(os.getloadavg()[0], 2)
        figure["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.file.write(json.dumps(figure) + "\n")
        self.file.flush()

    def missing(self, name, program):
        print(f"  {name:<44} {program} is not installed", flush=True)
        self.keep(name=name, missing=program)

    def failed(self, name, why):
        print(f"  {name:<44} FAILED: {why}", flush=True)
        self.keep(name=name, failed=str(why))
        self.short.append(f"{name}: could not be measured")

    def series(self, series, amount=None, unit="MB/s", scale=1e6):
        """One line for a thing run n times; `amount` over the median time is its rate."""
        rate = f"{amount / series.wall_s / scale:10.1f} {unit}" if amount else ""
        print(f"  {series.name:<44} {series.wall_s:8.3f} s {rate:<16} n={series.n}"
              f"  cpu {series.cpu_s:.2f} s; {peaks_text(series.peaks)}", flush=True)
        self.keep(name=series.name, wall_s=round(series.wall_s, 4), all_s=series.all_s(), n=series.n,
                  cpu_s=round(series.cpu_s, 3), peak_bytes=series.peaks,
                  rate=round(amount / series.wall_s / scale, 3) if amount else None,
                  rate_unit=unit if amount else None)

    def value(self, name, value, unit, n, digits=2):
        print(f"  {name:<44} {value:8.{digits}f} {unit:<18} n={n}", flush=True)
        self.keep(name=name, value=round(value, 5), unit=unit, n=n)

    def figure(self, name, value, unit, n, least=None, most=None, digits=2):
        """One of the figures to reach: at least `least`, or at most `most`."""
        limit, sign = (least, ">=") if least is not None else (most, "<=")
        reached = value >= limit if least is not None else value <= limit
        word = "reached" if reached else "NOT REACHED"
        print(f"  = {name:<42} {value:8.{digits}f} {unit:<6} limit {sign} {limit:g}  {word}  n={n}",
              flush=True)
        self.keep(name=name, value=round(value, 5), unit=unit, n=n, limit=limit, sign=sign,
                  reached=reached)
        self.figures.append((name, value, unit, sign, limit, reached, digits))
        if not reached:
            self.short.append(f"{name}: {value:.{digits}f} {unit}, limit {sign} {limit:g}")

    def end(self):
        self.title("All figures to reach")
        for name, value, unit, sign, limit, reached, digits in self.figures:
            print(f"  {name:<46} {value:10.{digits}f} {unit:<6} {sign} {limit:<6g} "
                  f"{'reached' if reached else 'NOT REACHED'}")
        if self.short:
            self.note("")
            self.note("Short of its limit, or not measured:")
            for line in self.short:
                self.note("  " + line)
        print(f"\nAs JSON lines: {self.file.name}", flush=True)
        self.file.close()
