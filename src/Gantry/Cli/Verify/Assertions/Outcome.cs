namespace Gantry.Cli.Verify.Assertions;

/// <summary>What an assertion came to.</summary>
internal enum Outcome
{
    Pass,

    /// <summary>A <see cref="Level.Should"/> that does not hold.</summary>
    Warn,

    /// <summary>A <see cref="Level.Must"/> that does not hold.</summary>
    Fail,

    /// <summary>It could not be judged; the message says why.</summary>
    Skip,
}
