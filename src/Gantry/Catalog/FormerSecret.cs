using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>The secret that a key had before its last rotation.</summary>
/// <param name="Hash">Leads to the key like its own.</param>
/// <param name="EndsAt">Until then.</param>
internal sealed record FormerSecret(KeyHash Hash, DateTimeOffset EndsAt);
