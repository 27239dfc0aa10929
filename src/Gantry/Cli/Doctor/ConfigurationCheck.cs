using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gantry.Cli.Doctor;

/// <summary>The declarative file: there, and YAML; and which upstreams it names.</summary>
internal static class ConfigurationCheck
{
    /// <returns>What was found, and the address of every upstream that names one.</returns>
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<(string Name, Uri Address)> Upstreams) Find(Examination subject)
    {
        if (subject.ConfigurationFile is not { } file) return ([Finding.Note("No declarative file is named; the store alone counts.",
            "--config")], []);
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) return ([Finding.Problem("The declarative file does not exist.", path, "Correct --config.")], []);
        try
        {
            var yaml = new YamlStream();
            using (var text = File.OpenText(path)) yaml.Load(text);
            var root = yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode as YamlMappingNode : null;
            if (root is null) return ([Finding.Problem("The declarative file holds no mapping.", path,
                "Begin with upstreams:, models:, groups: or settings:.")], []);
            return ([Finding.Fine("The declarative file can be read.", path)], [.. Upstreams(root)]);
        }
        catch (YamlException failure)
        {
            return ([Finding.Problem("The declarative file is not YAML.", $"{path}, line {failure.Start.Line}", failure.Message)], []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ([Finding.Problem($"The declarative file cannot be read: {failure.Message}", path,
                "Give the server's user read permission.")], []);
        }
    }

    private static IEnumerable<(string, Uri)> Upstreams(YamlMappingNode root)
    {
        if (!root.Children.TryGetValue("upstreams", out var node) || node is not YamlSequenceNode upstreams) yield break;
        foreach (var upstream in upstreams.OfType<YamlMappingNode>())
        {
            upstream.Children.TryGetValue("base_url", out var address);
            upstream.Children.TryGetValue("name", out var name);
            if (Uri.TryCreate(address?.ToString(), UriKind.Absolute, out var parsed)) yield return (name?.ToString() ?? "upstream", parsed);
        }
    }
}
