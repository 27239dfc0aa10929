using System.CommandLine;
using System.Text.Json;

namespace Gantry.Cli.Versions;

/// <summary><c>gantry version</c>: what this executable is, and what it is made of (issue 8 §7).</summary>
internal static class VersionCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "As JSON." };

    private static readonly Option<bool> Sbom = new("--sbom") { Description = "The parts that this executable was built of, as a CycloneDX bill of materials in JSON." };

    public static Command Create()
    {
        var command = new Command("version", "Say which build this is, or what it is made of.") { Json, Sbom };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var build = ThisBuild.Read();
            if (parsed.GetValue(Sbom)) await output.WriteLineAsync(BillOfMaterials.Write(build).AsMemory(), cancellation);
            else if (parsed.GetValue(Json)) await output.WriteLineAsync(AsJson(build).AsMemory(), cancellation);
            else await output.WriteLineAsync($"gantry {build.Version}{(build.Commit is null ? "" : $" ({build.Commit[..Math.Min(12, build.Commit.Length)]})")}, {build.Runtime}, {build.Platform}".AsMemory(), cancellation);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string AsJson(ThisBuild build) => JsonSerializer.Serialize(
        new { version = build.Version, commit = build.Commit, runtime = build.Runtime, platform = build.Platform },
        BillOfMaterials.Indented);
}
