using System.Text.Json.Serialization;

namespace Gantry.Billing;

/// <summary>What <see cref="UsageRecordJson"/> writes, byte for byte, without what reading needs: building that took half of a server's first request.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(UsageRecord))]
internal sealed partial class UsageRecordWriting : JsonSerializerContext;
