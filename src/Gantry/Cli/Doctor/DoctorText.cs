using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>Writes findings for people.</summary>
internal static class DoctorText
{
    private const string Indent = "           ";

    public static void Write(TextWriter output, IReadOnlyList<DoctorSection> sections)
    {
        foreach (var section in sections)
        {
            output.WriteLine(section.Title);
            foreach (var finding in section.Findings) Write(output, finding);
            output.WriteLine();
        }
        var problems = sections.Sum(section => section.Findings.Count(finding => finding.Severity == Severity.Problem));
        var mendable = sections.Sum(section => section.Findings.Count(finding => finding.Repair is not null));
        if (mendable > 0) output.WriteLine($"With --fix the doctor mends {mendable} of these, with a copy of each file beside it.");
        output.WriteLine(problems == 0 ? "No problem found." : problems == 1 ? "1 problem found." : $"{problems} problems found.");
    }

    private static void Write(TextWriter output, Finding finding)
    {
        var word = finding.Severity switch
        {
            Severity.Fine => "ok",
            Severity.Note => "note",
            _ => "PROBLEM",
        };
        output.WriteLine($"  {word,-8} {finding.What}");
        output.WriteLine($"{Indent}where: {finding.Where}");
        if (finding.Why is not null) output.WriteLine($"{Indent}why:   {finding.Why}");
        if (finding.Fix is not null) output.WriteLine($"{Indent}fix:   {finding.Fix}");
    }
}
