using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>Finds data that stays outside the project.</summary>
internal static class Shared
{
    /// <summary>A folder of the shared data; skips the test with a reason where there is none.</summary>
    public static string Folder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Gantry.slnx"))) root = root.Parent;
        string?[] places = [root is null ? null : Path.Combine(root.FullName, "..", "shared"), Environment.GetEnvironmentVariable("GANTRY_SHARED")];
        var found = places.OfType<string>().Select(place => Path.Combine(place, name)).FirstOrDefault(Directory.Exists);
        if (found is null) Assert.Skip($"The shared data ({name}) is not here: put it beside the project or name it in GANTRY_SHARED.");
        return found!;
    }

    public static JsonObject? AsObjectOrNull(this JsonNode node) => node as JsonObject;
}
