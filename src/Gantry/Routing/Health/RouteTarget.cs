namespace Gantry.Routing.Health;

/// <summary>What health is kept of: a model at an upstream, asked with one credential.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="CredentialId">The credential; empty where the upstream takes none.</param>
/// <param name="UpstreamModel">The model as the upstream knows it.</param>
internal readonly record struct RouteTarget(string Upstream, Guid CredentialId, string UpstreamModel);
