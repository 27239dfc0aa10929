namespace Gantry.Cli;

/// <summary>What the process tells its caller.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int WrongUsage = 2;

    /// <summary>A program that should be started is not installed, as shells say it.</summary>
    public const int ClientMissing = 127;

    /// <summary><c>EX_CONFIG</c> of sysexits: the configuration was refused.</summary>
    public const int ConfigurationRefused = 78;
}
