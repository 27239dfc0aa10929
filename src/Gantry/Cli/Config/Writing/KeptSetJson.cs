using System.Text.Json.Serialization;

namespace Gantry.Cli.Config.Writing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(KeptSet))]
internal sealed partial class KeptSetJson : JsonSerializerContext;
