using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Documents: links lead somewhere, the map stays short, nothing tells of the machine it was written on.</summary>
public sealed partial class DocumentLawTests
{
    private const int LongestMap = 150;

    private static readonly string[] PublicRegistries = ["registry." + "npmjs.org", "api.nu" + "get.org", "www.nu" + "get.org", "www.npm" + "js.com"];

    [Fact]
    public void Every_link_of_every_document_leads_somewhere() => Law.Holds(DeadLinks(Repository.Files, Repository.Paths));

    [Fact]
    public void Map_fits_on_a_few_screens() => Assert.InRange(Repository.Files.Single(file => file.Path == "ARCHITECTURE.md").Lines, 20, LongestMap);

    [Fact]
    public void Nothing_tells_of_a_machine() => Law.Holds(MachineWords(Repository.Files));

    [Fact]
    public void Dead_link_is_found()
    {
        string[] paths = ["docs/a.md", "docs/b.md", "src/X.cs"];
        Assert.Single(DeadLinks([new SourceFile("docs/a.md", "[x](c.md)")], paths));
        Assert.Single(DeadLinks([new SourceFile("docs/a.md", "[x](b.md#gone)"), new SourceFile("docs/b.md", "# Here")], paths));
        Assert.Single(DeadLinks([new SourceFile("docs/a.md", "[x](../../out.md)")], paths));
        Assert.Empty(DeadLinks([new SourceFile("docs/a.md", "[x](b.md#what-is-here) [y](../src/X.cs) [z](../src) [w](https://a.b/c)"), new SourceFile("docs/b.md", "# What `is` here?")], paths));
        Assert.Empty(DeadLinks([new SourceFile("docs/a.md", "```\n[x](gone.md)\n```\n`[x](gone.md)`")], paths));
    }

    [Fact]
    public void Machine_word_is_found()
    {
        Assert.Single(MachineWords([new SourceFile("a.md", "see " + "/wor" + "k/main")]));
        Assert.Single(MachineWords([new SourceFile("a.md", "in /ho" + "me/alice/x")]));
        Assert.Single(MachineWords([new SourceFile("a.json", "\"resolved\": \"http://n" + "pm.internal:4873/x.tgz\"")]));
        Assert.Single(MachineWords([new SourceFile("a.json", "https://a" + "rtifactory.corp.example/x")]));
        Assert.Empty(MachineWords([new SourceFile("a.json", "https://regis" + "try.npmjs.org/x.tgz, /v1/models, a/work/b")]));
    }

    private static List<string> DeadLinks(IEnumerable<SourceFile> files, IReadOnlyList<string> paths)
    {
        var documents = files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal)).ToList();
        var known = paths.ToHashSet(StringComparer.Ordinal);
        known.UnionWith(paths.SelectMany(Folders));
        var breaches = new List<string>();
        foreach (var file in documents)
        {
            foreach (Match match in Link().Matches(CodeInDocument().Replace(file.Text, "")))
            {
                var target = match.Groups["target"].Value;
                if (!Outside().IsMatch(target) && !Resolves(file, target, known, documents))
                {
                    breaches.Add($"{file.Path}: {target}");
                }
            }
        }

        return breaches;
    }

    private static bool Resolves(SourceFile file, string target, HashSet<string> known, List<SourceFile> documents)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? file.Path : Join(file.Folder, parts[0].TrimEnd('/'));
        if (path is null || !known.Contains(path))
        {
            return false;
        }

        return parts.Length == 1
            || documents.Find(document => document.Path == path) is not { } document
            || Heading().Matches(document.Text).Any(match => Anchor(match.Groups["text"].Value) == parts[1]);
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    private static string? Join(string folder, string relative)
    {
        var parts = folder.Length == 0 ? [] : folder.Split('/').ToList();
        foreach (var part in relative.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not "." and not "")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    private static List<string> MachineWords(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => MachineWord().Matches(file.Text)
            .Where(match => !PublicRegistries.Contains(match.Groups["host"].Value))
            .Select(match => $"{file.Path}: {match.Value}")),
    ];

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("(?s)```.*?```|`[^`\n]*`")]
    private static partial Regex CodeInDocument();

    [GeneratedRegex("^(https?:|mailto:)", RegexOptions.ExplicitCapture)]
    private static partial Regex Outside();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    // Spelt in pieces, or the law would break itself.
    [GeneratedRegex(@"(?<![\w./])/(w[o]rk|h[o]me/\w+|r[o]ot)/|https?://(?<host>[\w.-]*\b(registry|npm|nuget|nexus|artifactory|pypi)\b[\w.-]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex MachineWord();
}
