using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <param name="Key">The decoded name, for comparisons.</param>
/// <param name="Name">The name as it was spelled.</param>
/// <param name="Value">What it stands for.</param>
internal readonly record struct SchemaMember(string Key, JsonText Name, SchemaNode Value);
