namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>A credential of an upstream.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Display">The last four characters, or nothing of a secret too short for that.</param>
/// <param name="ManagedBy"><c>hand</c>, <c>file</c> or <c>environment</c>.</param>
/// <param name="Disabled">Kept, and not used.</param>
public sealed record CredentialView(Guid Id, string Display, string ManagedBy, bool Disabled);
