using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads the declarative file.</summary>
internal static class CatalogFile
{
    /// <summary>Mistakes in the file are in <see cref="DeclaredCatalog.Problems"/>, so that those of the rules can join them.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read at all.</exception>
    public static async Task<DeclaredCatalog> ReadAsync(string path, Func<string, string?> environment, CancellationToken cancellation)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellation), path, environment);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new ConfigurationProblem(path, null, $"the file cannot be read: {failure.Message}")]);
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, from text; <paramref name="source"/> is what problems call it.</summary>
    public static DeclaredCatalog Parse(string text, string source, Func<string, string?> environment)
    {
        var context = new ReadContext(source, environment);
        var declared = FileParser.Parse(text, context) is { } root and not FileNode.Scalar { IsNull: true }
            ? Read(new MapReader(root, "the file", context))
            : new DeclaredCatalog { Source = source };
        return declared with { Positions = context.Positions.ToFrozenDictionary(), Problems = [.. context.Problems] };
    }

    private static DeclaredCatalog Read(MapReader file)
    {
        var deployments = ImmutableArray.CreateBuilder<DeploymentRow>();
        var secrets = ImmutableArray.CreateBuilder<DeclaredSecret>();
        var declared = new DeclaredCatalog
        {
            Source = file.Context.Source,
            Upstreams = [.. file.Maps("upstreams", "upstream").Select(UpstreamReader.Read)],
            Models = [.. file.Maps("models", "model").Select(ModelReader.Read)],
            Groups = [.. file.Maps("groups", "group").Select(g => GroupReader.Read(g, deployments))],
            Plans = [.. file.Maps("plans", "plan").Select(PlanReader.Read)],
            Accounts = [.. file.Maps("accounts", "account").Select(AccountReader.Read), .. file.Maps("teams", "team").Select(TeamReader.Read)],
            Settings = SettingsReader.Read(file, secrets),
        };
        file.Done();
        return declared with { Deployments = deployments.ToImmutable(), Secrets = secrets.ToImmutable() };
    }
}
