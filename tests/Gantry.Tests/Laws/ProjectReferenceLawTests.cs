using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Which project may use which, and that <c>Gantry.Protocols</c> is pure.</summary>
public sealed partial class ProjectReferenceLawTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/Gantry.Protocols/Gantry.Protocols.csproj"] = [],
        ["src/Gantry.Simulator/Gantry.Simulator.csproj"] = ["Gantry.Protocols"],
        ["src/Gantry.Contracts/Gantry.Contracts.csproj"] = [],
        ["src/Gantry.Console/Gantry.Console.csproj"] = ["Gantry.Contracts"],
        ["src/Gantry/Gantry.csproj"] = ["Gantry.Protocols", "Gantry.Simulator", "Gantry.Contracts", "Gantry.Console"],
    };

    private static readonly string[] Impure = ["Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Data", "System.Net.Http", "System.Data", "Npgsql", "Dapper", "SQLite"];

    [Fact]
    public void Projects_refer_only_to_those_below_them() => Law.Holds(References(Repository.Files));

    [Fact]
    public void Protocols_are_pure_in_source() => Law.Holds(Sources(Repository.CSharp("src/Gantry.Protocols")));

    [Fact]
    public void Protocols_are_pure_in_the_assembly() => Law.Holds(Assemblies(typeof(Protocol).Assembly));

    [Fact]
    public void Project_that_refers_upwards_is_found()
    {
        var project = new SourceFile(
            "src/Gantry.Protocols/Gantry.Protocols.csproj",
            """<Project><ItemGroup><ProjectReference Include="../Gantry/Gantry.csproj" /><PackageReference Include="Dapper" /></ItemGroup></Project>""");

        Assert.Equal(2, References([project]).Count);
        Assert.Single(References([new SourceFile("src/Gantry.New/Gantry.New.csproj", "<Project />")]));
    }

    [Fact]
    public void Impure_source_is_found()
    {
        Assert.Single(Sources([new SourceFile("a.cs", "using System.Net.Http;\nclass A;")]));
        Assert.Single(Sources([new SourceFile("a.cs", "class A { Microsoft.AspNetCore.Http.HttpContext c; }")]));
        Assert.Empty(Sources([new SourceFile("a.cs", "// System.Net.Http is not for us\nclass A;")]));
    }

    [Fact]
    public void Impure_assembly_is_found() => Assert.NotEmpty(Assemblies(typeof(Gantry.Snapshot.Model).Assembly));

    private static List<string> References(IEnumerable<SourceFile> files)
    {
        var breaches = new List<string>();
        foreach (var file in files.Where(file => file.IsBelow("src") && file.Path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            if (!Allowed.TryGetValue(file.Path, out var allowed))
            {
                breaches.Add($"{file.Path}: say in this law which projects it may use");
                continue;
            }

            var project = XDocument.Parse(file.Text);
            breaches.AddRange(project.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include") ?? ""))
                .Where(name => !allowed.Contains(name))
                .Select(name => $"{file.Path}: must not refer to {name}"));
            if (allowed.Length == 0)
            {
                breaches.AddRange(project.Descendants()
                    .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
                    .Select(element => $"{file.Path}: must not need {(string?)element.Attribute("Include")}"));
            }
        }

        return breaches;
    }

    private static List<string> Sources(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(file => ImpureName().Matches(file.Code).Select(match => $"{file.Path}: {match.Value}"))];

    private static List<string> Assemblies(Assembly assembly) =>
    [
        .. assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name ?? "")
            .Where(name => Impure.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || name.StartsWith("Gantry", StringComparison.Ordinal))
            .Select(name => $"{assembly.GetName().Name} refers to {name}"),
    ];

    [GeneratedRegex(@"\b(Microsoft\.(AspNetCore|Extensions|Data)|System\.(Net\.Http|Data)|Npgsql|Dapper|HttpClient)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex ImpureName();
}
