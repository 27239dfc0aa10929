using System.Text.Json;

namespace Gantry.Contracts.Manage.Usages;

/// <summary>One settled request, with all that explains its charge.</summary>
/// <param name="Record">As in the list.</param>
/// <param name="Explanation">As <c>GET /v1/requests/{id}</c> tells it: every try, and the computation of the charge line by line.</param>
public sealed record RequestReport(RecordView Record, IReadOnlyDictionary<string, JsonElement> Explanation);
