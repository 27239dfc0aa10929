namespace Gantry.Cli.Doctor.Findings;

/// <summary>One thing that was looked at.</summary>
/// <param name="Severity">What it means.</param>
/// <param name="What">What is so, in one sentence.</param>
/// <param name="Where">The variable, the file with its line, or the address.</param>
/// <param name="Fix">What to do, as a line that can be typed where there is one; null when there is nothing to do.</param>
internal sealed record Finding(Severity Severity, string What, string Where, string? Fix = null)
{
    /// <summary>Stable name for programs, such as <c>claude-code.base-version</c>; null where a finding has none.</summary>
    public string? Id { get; init; }

    /// <summary>What comes of it; null where it says so itself.</summary>
    public string? Why { get; init; }

    /// <summary>How <c>--fix</c> mends it; null where it is left to a person.</summary>
    public Repair? Repair { get; init; }

    public static Finding Fine(string what, string where) => new(Severity.Fine, what, where);

    public static Finding Note(string what, string where, string? fix = null) => new(Severity.Note, what, where, fix);

    public static Finding Problem(string what, string where, string fix) => new(Severity.Problem, what, where, fix);
}
