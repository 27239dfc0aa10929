namespace Gantry.Providers;

/// <summary>The variables of the process, for credentials that the machine itself holds.</summary>
/// <param name="Read">The value of a variable; null where it is not set.</param>
internal sealed record ProviderEnvironment(Func<string, string?> Read);
