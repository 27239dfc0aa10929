namespace Gantry.Cli.Doctor.Findings;

/// <summary>Findings about one part of the set-up.</summary>
internal sealed record DoctorSection(string Title, IReadOnlyList<Finding> Findings);
