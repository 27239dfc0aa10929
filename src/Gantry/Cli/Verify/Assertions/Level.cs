namespace Gantry.Cli.Verify.Assertions;

/// <summary>How much hangs on an assertion.</summary>
internal enum Level
{
    /// <summary>A client in use breaks without it: a failure fails the run.</summary>
    Must,

    /// <summary>Clients work without it, less well or less clearly: a failure is a warning.</summary>
    Should,
}
