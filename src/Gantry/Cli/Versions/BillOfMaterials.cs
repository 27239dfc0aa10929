using System.Text.Json;

namespace Gantry.Cli.Versions;

/// <summary>Writes a bill of materials in the form of CycloneDX 1.6: the executable, the runtime, and a component for each package.</summary>
internal static class BillOfMaterials
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(ThisBuild build) => JsonSerializer.Serialize(
        new Dictionary<string, object>
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new Dictionary<string, object> { ["component"] = Part("application", "gantry", build.Version, $"pkg:generic/gantry@{build.Version}") },
            ["components"] = build.Packages
                .Select(package => Part("library", package.Name, package.Version, $"pkg:nuget/{package.Name}@{package.Version}"))
                .Prepend(Runtime(build.Runtime))
                .ToArray(),
            ["dependencies"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["ref"] = $"pkg:generic/gantry@{build.Version}",
                    ["dependsOn"] = build.Packages.Select(package => $"pkg:nuget/{package.Name}@{package.Version}").ToArray(),
                },
            },
        },
        Indented);

    private static Dictionary<string, object> Runtime(string description)
    {
        var space = description.LastIndexOf(' ');
        return Part("framework", description[..space], description[(space + 1)..], $"pkg:generic/dotnet-runtime@{description[(space + 1)..]}");
    }

    private static Dictionary<string, object> Part(string type, string name, string version, string purl) =>
        new() { ["type"] = type, ["bom-ref"] = purl, ["name"] = name, ["version"] = version, ["purl"] = purl };
}
