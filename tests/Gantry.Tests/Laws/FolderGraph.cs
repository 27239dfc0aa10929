using System.Text.RegularExpressions;

namespace Gantry.Tests.Laws;

/// <summary>Which folders of a project use which, read from the source. The project's root is no folder: its few types are shared by all.</summary>
internal static partial class FolderGraph
{
    /// <summary>Folder -> the folders it uses, each as a path below the project.</summary>
    public static Dictionary<string, HashSet<string>> Build(string project, IEnumerable<SourceFile> files)
    {
        var prefix = $"src/{project}/";
        var byFolder = files.Where(file => file.Folder.Length > prefix.Length)
            .GroupBy(file => file.Folder[prefix.Length..], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var types = byFolder.ToDictionary(
            entry => entry.Key,
            entry => entry.Value.SelectMany(file => Declaration().Matches(file.Code)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        return byFolder.ToDictionary(
            entry => entry.Key,
            entry => entry.Value.SelectMany(file => Uses(project, entry.Key, file, types)).Where(used => used != entry.Key).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>Every circle once, printed as <c>A -> B -> A</c>.</summary>
    public static List<string> Circles(Dictionary<string, HashSet<string>> graph)
    {
        var circles = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in graph.Keys.Order(StringComparer.Ordinal))
        {
            Visit(start, graph, [], done, circles);
        }

        return circles;
    }

    private static void Visit(string folder, Dictionary<string, HashSet<string>> graph, List<string> way, HashSet<string> done, List<string> circles)
    {
        var seen = way.IndexOf(folder);
        if (seen >= 0)
        {
            circles.Add(string.Join(" -> ", way.Skip(seen).Append(folder)));
            return;
        }

        if (!done.Contains(folder) && graph.TryGetValue(folder, out var used))
        {
            way.Add(folder);
            foreach (var next in used.Order(StringComparer.Ordinal))
            {
                Visit(next, graph, way, done, circles);
            }

            way.RemoveAt(way.Count - 1);
            done.Add(folder);
        }
    }

    private static IEnumerable<string> Uses(string project, string folder, SourceFile file, Dictionary<string, HashSet<string>> types)
    {
        var code = NamespaceLine().Replace(file.Code, "");
        foreach (Match match in Qualified().Matches(code))
        {
            var name = match.Value;
            if (name.StartsWith(project + ".", StringComparison.Ordinal))
            {
                var path = name[(project.Length + 1)..].Replace('.', '/');
                if (Deepest(path, types) is { } used)
                {
                    yield return used;
                }
            }
            else if (name.Split('.') is var parts && types.TryGetValue(parts[0], out var known) && known.Contains(parts[1]))
            {
                yield return parts[0];
            }
        }

        // A child sees its parents' types without naming them.
        var words = Word().Matches(code).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        for (var parent = Parent(folder); parent.Length > 0; parent = Parent(parent))
        {
            if (types.TryGetValue(parent, out var declared) && declared.Overlaps(words))
            {
                yield return parent;
            }
        }
    }

    private static string Parent(string folder) => folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";

    private static string? Deepest(string path, Dictionary<string, HashSet<string>> folders)
    {
        for (; path.Length > 0; path = Parent(path))
        {
            if (folders.ContainsKey(path))
            {
                return path;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\b(class|struct|interface|enum|record( class| struct)?)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Qualified();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Word();
}
