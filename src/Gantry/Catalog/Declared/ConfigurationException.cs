using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>A configuration is refused, with every reason.</summary>
internal sealed class ConfigurationException(ImmutableArray<ConfigurationProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Where(p => !p.IsWarning)))
{
    /// <summary>Errors and warnings, in the order of the file.</summary>
    public ImmutableArray<ConfigurationProblem> Problems { get; } = problems;
}
