using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Which folder of <c>src/Gantry</c> may use which, and that no folders of any project go round in a circle.</summary>
public sealed class FolderLawTests
{
    /// <summary>A folder may use those named, and whatever those may use.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Secrets"] = [],
        ["Observe"] = [],
        ["Nodes"] = [],
        ["Billing"] = ["Nodes"],
        ["Audit"] = ["Nodes", "Secrets"],
        ["Captures"] = ["Observe", "Secrets"],
        ["Outbox"] = [],
        ["Mail"] = ["Outbox"],
        ["Alerts"] = ["Audit", "Billing", "Mail", "Outbox"],
        ["Announcements"] = ["Audit"],
        ["Catalog"] = ["Alerts", "Audit", "Billing", "Mail", "Secrets"],
        ["Snapshot"] = ["Catalog", "Nodes", "Secrets"],
        ["Access"] = ["Audit", "Snapshot", "Secrets"],
        ["Arrivals"] = ["Secrets", "Snapshot"],
        ["Accounts"] = ["Audit", "Catalog", "Mail", "Outbox", "Secrets"],
        ["Storage"] = ["Accounts", "Alerts", "Announcements", "Audit", "Catalog", "Billing", "Secrets"],
        ["Providers"] = ["Snapshot"],
        ["Routing"] = ["Snapshot"],
        ["Relay"] = ["Access", "Arrivals", "Providers", "Routing", "Billing", "Captures", "Snapshot", "Observe"],
        ["Watch"] = ["Alerts", "Billing", "Outbox", "Routing", "Snapshot"],
        ["Owner"] = ["Access", "Announcements", "Billing", "Captures", "Routing", "Snapshot"],
        ["Moving"] = ["Routing", "Storage"],
        ["Backups"] = ["Storage"],
        ["Quotes"] = ["Relay", "Owner"],
        ["Explain"] = ["Relay", "Owner"],
        ["Edge"] = ["Access", "Relay", "Snapshot"],
        ["Management"] = ["Accounts", "Access", "Arrivals", "Catalog", "Billing", "Explain", "Owner", "Snapshot", "Storage"],
        ["Hosting"] = ["Alerts", "Arrivals", "Announcements", "Mail", "Outbox", "Watch", "Secrets", "Observe", "Audit", "Billing", "Captures", "Catalog", "Snapshot", "Access", "Storage", "Providers", "Routing", "Relay", "Owner", "Quotes", "Explain", "Edge", "Accounts", "Management"],
        ["Cli"] = ["Backups", "Hosting", "Moving"],
    };

    public static TheoryData<string> Projects() =>
        [.. Repository.Paths.Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal)).Select(path => path.Split('/')[1])];

    [Fact]
    public void Folders_of_the_server_use_only_those_below_them() => Law.Holds(Upwards(Repository.CSharp("src/Gantry")));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_circle(string project) =>
        Law.Holds(FolderGraph.Circles(FolderGraph.Build(project, Repository.CSharp("src/" + project))));

    [Fact]
    public void Table_of_allowed_uses_has_no_circle() =>
        Law.Holds(FolderGraph.Circles(Allowed.ToDictionary(entry => entry.Key, entry => entry.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal)));

    [Fact]
    public void Use_against_the_order_is_found()
    {
        SourceFile[] used =
        [
            new("src/Gantry/Storage/Row.cs", "namespace Gantry.Storage;\nclass Row;"),
            new("src/Gantry/Cli/ExitCodes.cs", "namespace Gantry.Cli;\nclass ExitCodes;"),
            new("src/Gantry/Secrets/Pepper.cs", "namespace Gantry.Secrets;\nclass Pepper;"),
        ];

        Assert.Single(Upwards([.. used, new SourceFile("src/Gantry/Billing/A.cs", "using Gantry.Storage;\nnamespace Gantry.Billing;")]));
        Assert.Single(Upwards([.. used, new SourceFile("src/Gantry/Relay/A.cs", "namespace Gantry.Relay;\nclass A { Gantry.Cli.ExitCodes c; }")]));
        Assert.Single(Upwards([.. used, new SourceFile("src/Gantry/Catalog/A.cs", "namespace Gantry.Catalog;\nclass A { Storage.Row r; }")]));
        Assert.Single(Upwards([.. used, new SourceFile("src/Gantry/Newcomer/A.cs", "namespace Gantry.Newcomer;")]));
        Assert.Empty(Upwards([.. used, new SourceFile("src/Gantry/Relay/A.cs", "using Gantry.Secrets;\nnamespace Gantry.Relay;")]));
    }

    [Fact]
    public void Circle_is_found_and_printed()
    {
        var circles = FolderGraph.Circles(FolderGraph.Build("P",
        [
            new SourceFile("src/P/A/X.cs", "using P.B;\nnamespace P.A;"),
            new SourceFile("src/P/B/X.cs", "using P.C;\nnamespace P.B;"),
            new SourceFile("src/P/C/X.cs", "namespace P.C;\nclass X { P.A.X x; }"),
        ]));

        Assert.Equal("A -> B -> C -> A", Assert.Single(circles));
    }

    [Fact]
    public void Circle_between_a_folder_and_its_own_child_is_found()
    {
        var circles = FolderGraph.Circles(FolderGraph.Build("P",
        [
            new SourceFile("src/P/A/Parent.cs", "using P.A.Child;\nnamespace P.A;\npublic sealed class Parent;"),
            new SourceFile("src/P/A/Child/X.cs", "namespace P.A.Child;\nclass X { Parent p; }"),
        ]));

        Assert.Equal("A -> A/Child -> A", Assert.Single(circles));
    }

    private static List<string> Upwards(IEnumerable<SourceFile> files)
    {
        var breaches = new List<string>();
        foreach (var (folder, used) in FolderGraph.Build("Gantry", files))
        {
            var top = folder.Split('/')[0];
            if (!Allowed.ContainsKey(top))
            {
                breaches.Add($"{folder}: say in this law what it may use");
                continue;
            }

            var allowed = Closure(top);
            breaches.AddRange(used.Where(other => !allowed.Contains(other.Split('/')[0])).Select(other => $"{folder} must not use {other}"));
        }

        return breaches;
    }

    private static HashSet<string> Closure(string folder)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { folder };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var next))
        {
            foreach (var below in Allowed[next].Where(reached.Add))
            {
                open.Enqueue(below);
            }
        }

        return reached;
    }
}
