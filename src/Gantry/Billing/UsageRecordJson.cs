using System.Text.Json.Serialization;

namespace Gantry.Billing;

/// <summary>Usage records as JSON. Enums by name, so that their order may change; members without a value are left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(UsageRecord))]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class UsageRecordJson : JsonSerializerContext;
