using System.Text.Json.Serialization;

namespace Gantry.Contracts.Status;

/// <summary>How requests of a time did. What clients or their keys were refused for does not count.</summary>
/// <param name="Requests">How many were answered or should have been.</param>
/// <param name="SuccessShare">From 0 to 1; null where there were none.</param>
/// <param name="FirstContentMicros">Half of the streamed answers began no later; null where none was streamed.</param>
public sealed record HealthSpan(long Requests, double? SuccessShare, [property: JsonPropertyName("p50_first_content_micros")] long? FirstContentMicros);
