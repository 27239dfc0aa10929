namespace Gantry.Cli.Doctor.Findings;

/// <summary>What a finding means for the set-up.</summary>
internal enum Severity
{
    /// <summary>Looked at and found right.</summary>
    Fine,

    /// <summary>Worth knowing; nothing fails because of it.</summary>
    Note,

    /// <summary>Something fails, or will.</summary>
    Problem,
}
