namespace Gantry.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Severity">What it means.</param>
/// <param name="What">What is so, in one sentence.</param>
/// <param name="Where">The variable, file or address.</param>
/// <param name="Fix">What to do; null when there is nothing to do.</param>
internal sealed record Finding(Severity Severity, string What, string Where, string? Fix = null)
{
    public static Finding Fine(string what, string where) => new(Severity.Fine, what, where);

    public static Finding Note(string what, string where, string? fix = null) => new(Severity.Note, what, where, fix);

    public static Finding Problem(string what, string where, string fix) => new(Severity.Problem, what, where, fix);
}
