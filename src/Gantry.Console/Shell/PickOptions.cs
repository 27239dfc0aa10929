using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>The fixed words as they are offered.</summary>
internal static class PickOptions
{
    public static IReadOnlyList<PickOption> Operations { get; } = [.. WireNames.Operations.Select(name => new PickOption(name))];

    public static IReadOnlyList<PickOption> Protocols { get; } = [.. WireNames.Protocols.Select(name => new PickOption(name))];
}
