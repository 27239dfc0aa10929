using System.Globalization;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Moving;

namespace Gantry.Cli.Moving;

/// <summary>An import for people.</summary>
internal static class ImportText
{
    private const int MostGaps = 20;

    public static void Write(Moved moved, ApplyReport? plan, ApplyReport? applied, IReadOnlyList<string> written, TextWriter output)
    {
        var report = moved.Report;
        output.WriteLine($"{report.Format}: {report.File}");
        foreach (var group in report.Items.GroupBy(i => i.Outcome).OrderByDescending(g => g.Key))
        {
            output.WriteLine();
            output.WriteLine($"{Word(group.Key)} ({group.Count()})");
            foreach (var item in group) output.WriteLine($"  {item.Kind} {item.Name}: {item.Detail}");
        }

        output.WriteLine();
        WriteKeys(report, output);
        WriteVariables(report, output);
        if (plan is not null) WritePlan(applied ?? plan, applied is not null, output);
        foreach (var file in written) output.WriteLine($"written: {file}");
        if (written.Count == 0 && applied is null) output.WriteLine("Nothing was written.");
        output.WriteLine(report.IsExact
            ? "Every key sees the same models at the same prices, and nothing was lost."
            : $"Lost: {report.Count(MoveOutcome.Lost)}. Keys that differ: {report.Keys.Count(k => !k.Holds)} of {report.Keys.Length}.");
    }

    private static void WriteKeys(MoveReport report, TextWriter output)
    {
        output.WriteLine($"Keys ({report.Keys.Length})");
        foreach (var parity in report.Keys)
        {
            var unpriced = parity.Unpriced > 0 ? $", no price in the source for {Count(parity.Unpriced, "model")}" : "";
            output.WriteLine($"  {parity.Key.Account}/{parity.Key.Name}: {(parity.Holds ? "same" : "DIFFERS")}, {Count(parity.Key.Models.Length, "model")}, {Count(parity.Compared, "price")} compared, greatest difference {Relative(parity)}{unpriced}");
            if (!parity.Missing.IsEmpty) output.WriteLine($"    missing here: {string.Join(", ", parity.Missing)}");
            if (!parity.Extra.IsEmpty) output.WriteLine($"    only here: {string.Join(", ", parity.Extra)}");
            foreach (var gap in parity.Gaps.Take(MostGaps)) output.WriteLine($"    {gap.Model} {gap.Figure}: ${Dollars(gap.Price.Usd)} there, {(gap.Here is { } here ? $"${Dollars(here)}" : "no price")} here");
            if (parity.Gaps.Length > MostGaps) output.WriteLine($"    and {parity.Gaps.Length - MostGaps} more");
        }
    }

    private static void WriteVariables(MoveReport report, TextWriter output)
    {
        if (!report.Carried.IsEmpty) output.WriteLine($"Secrets from the source (--with-secrets writes them): {string.Join(", ", report.Carried)}");
        if (!report.Needed.IsEmpty) output.WriteLine($"Variables to set: {string.Join(", ", report.Needed)}");
    }

    private static void WritePlan(ApplyReport plan, bool applied, TextWriter output)
    {
        output.WriteLine(applied ? "Applied" : "Would be applied");
        foreach (var change in plan.Changes) output.WriteLine($"  {change}");
        foreach (var note in plan.Notes) output.WriteLine($"  note: {note}");
        foreach (var warning in plan.Warnings) output.WriteLine($"  {warning}");
        if (plan.Changes.IsEmpty) output.WriteLine("  unchanged");
        foreach (var issued in applied ? plan.Issued : [])
        {
            output.WriteLine($"  Key {issued.Row.Key.Name}, shown this once:");
            output.WriteLine($"  {issued.Secret}");
        }
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    public static string Relative(KeyParity parity) => parity.Worst switch
    {
        0 => "0",
        decimal.MaxValue => "without bound",
        var worst => worst.ToString("0.0E+0", CultureInfo.InvariantCulture),
    };

    public static string Dollars(decimal usd) => decimal.Round(usd, 12).ToString("0.############", CultureInfo.InvariantCulture);

    private static string Word(MoveOutcome outcome) => outcome switch
    {
        MoveOutcome.LeftOut => "Left out: did nothing there",
        MoveOutcome.Lost => "LOST",
        MoveOutcome.Adjusted => "Adjusted: the same in other words",
        _ => EnumWords.Of(outcome) is var word ? char.ToUpperInvariant(word[0]) + word[1..] : "",
    };
}
