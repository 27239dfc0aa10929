using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>Where a run takes place: everything that it knows of the machine and the person.</summary>
internal sealed record ConfigContext
{
    /// <summary>Reads the environment; null or empty where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The person's own folder.</summary>
    public required string Home { get; init; }

    /// <summary>The working folder.</summary>
    public required string Current { get; init; }

    public required ClientSystem System { get; init; }

    public required TextReader Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Asks a person yes or no; null where nobody sits there.</summary>
    public Func<string, bool>? Ask { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Words of a shell that start this program.</summary>
    public string Gantry { get; init; } = "gantry";

    /// <summary>This process.</summary>
    public static ConfigContext Here(TextWriter output, TextWriter error) => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        Current = Environment.CurrentDirectory,
        System = OperatingSystem.IsWindows() ? ClientSystem.Windows : OperatingSystem.IsMacOS() ? ClientSystem.MacOs : ClientSystem.Linux,
        Input = global::System.Console.In,
        Output = output,
        Error = error,
        Ask = global::System.Console.IsInputRedirected ? null : question => Answer(question, error),
        Time = TimeProvider.System,
        Gantry = OwnName.Find(Environment.GetEnvironmentVariable("PATH")),
    };

    private static bool Answer(string question, TextWriter error)
    {
        error.Write(question + " [y/N] ");
        return global::System.Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
