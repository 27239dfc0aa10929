using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Snapshot;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>Where a starting server gets its configuration: a declarative file, else provider keys in the environment, else what the store holds.</summary>
internal static class ConfigurationSource
{
    /// <returns>What was applied, or null where the store stays as it is.</returns>
    /// <exception cref="ConfigurationException">The file is refused.</exception>
    public static async Task<ApplyReport?> ApplyAsync(DataFolder folder, HostingOptions options, CancellationToken cancellation)
    {
        var seed = SeedCatalogue.Load();
        var by = options.Declared is null && options.ConfigFile is null ? ManagedBy.Environment : ManagedBy.File;
        var declared = options.Declared ?? await ReadAsync(folder, options, seed, cancellation);
        if (declared is null)
        {
            return null;
        }

        var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, seed, options.Time);
        return await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, by, dryRun: false, cancellation);
    }

    private static async Task<DeclaredCatalog?> ReadAsync(DataFolder folder, HostingOptions options, SeedCatalogue seed, CancellationToken cancellation)
    {
        if (options.ConfigFile is { } file)
        {
            return await CatalogFile.ReadAsync(file, options.Environment, cancellation);
        }

        var untouched = EnvironmentCatalog.AppliesTo(await folder.Catalog.LoadAsync(cancellation));
        return untouched ? EnvironmentCatalog.Read(options.Environment, seed) : null;
    }

    /// <exception cref="ConfigurationException">The store holds what no snapshot can be made of.</exception>
    public static async Task<GatewaySnapshot> BuildAsync(DataFolder folder, TimeProvider time, CancellationToken cancellation)
    {
        var result = new SnapshotBuilder(folder.Secrets.Seal, time).Build(await folder.Catalog.LoadAsync(cancellation));
        return result.Snapshot
            ?? throw new ConfigurationException([.. result.Problems.Select(p => new ConfigurationProblem(folder.Path, null, p.ToString(), p.IsWarning))]);
    }
}
