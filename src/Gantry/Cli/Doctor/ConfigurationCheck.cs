using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>The declarative file: read as the server reads it, applied to nothing.</summary>
internal static class ConfigurationCheck
{
    /// <returns>What was found, and where every upstream of the file is, and whether it may be private.</returns>
    public static async Task<(IReadOnlyList<Finding> Findings, IReadOnlyList<(string Name, Uri Address, bool AllowPrivateNetwork)> Upstreams)> FindAsync(
        Examination subject, CancellationToken cancellation)
    {
        if (subject.ConfigurationFile is not { } file)
            return ([Finding.Note("No declarative file is named.", "--config")], FromEnvironment(subject));
        try
        {
            var declared = await CatalogFile.ReadAsync(file, subject.Variable, cancellation);
            return declared.Problems.IsEmpty
                ? ([Finding.Fine("The declarative file can be read.", file)], AddressesOf(declared))
                : ([.. declared.Problems.Select(FindingOf)], AddressesOf(declared));
        }
        catch (ConfigurationException refused)
        {
            return ([.. refused.Problems.Select(FindingOf)], []);
        }
    }

    // The message of a problem says what would be right.
    private static Finding FindingOf(ConfigurationProblem problem)
    {
        var where = problem.At is { } at ? $"{problem.Source}:{at.Line}:{at.Column}" : problem.Source;
        return problem.IsWarning
            ? Finding.Note($"The declarative file: {problem.Message}", where)
            : Finding.Problem($"The declarative file is refused: {problem.Message}", where, "Correct the line.");
    }

    /// <summary>What <c>gantry serve</c> offers by itself where nothing is configured.</summary>
    private static (string Name, Uri Address, bool AllowPrivateNetwork)[] FromEnvironment(Examination subject) =>
        EnvironmentCatalog.Read(subject.Variable, SeedCatalogue.Load()) is { } declared ? AddressesOf(declared) : [];

    private static (string Name, Uri Address, bool AllowPrivateNetwork)[] AddressesOf(DeclaredCatalog declared) =>
    [
        .. from upstream in declared.Upstreams.Select(upstream => upstream.Row)
           let kind = ProviderKind.Find(upstream.Provider)
           let address = upstream.BaseUrl ?? kind?.AddressOf(upstream.ReadOptions())
           where Uri.IsWellFormedUriString(address, UriKind.Absolute)
           select (upstream.Name, new Uri(address), upstream.AllowPrivateNetwork || (upstream.BaseUrl is null && kind is { IsLocal: true })),
    ];
}
