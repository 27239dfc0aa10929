using System.ClientModel.Primitives;
using Gantry.Clients.Tests.Gateway;
using OpenAI;
using OpenAI.Responses;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>What the clients of NuGet <c>OpenAI</c> are made with: no retries, so that a failure shows once and at once.</summary>
internal static class OpenAiNuget
{
    public const string BadKey = "sk-not-a-key-of-anybody";

    public static BinaryData WeatherParameters { get; } = BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    public static OpenAIClientOptions Options(IGateway gateway) => new() { Endpoint = Endpoint(gateway), RetryPolicy = new ClientRetryPolicy(0) };

    public static ResponsesClientOptions ResponsesOptions(IGateway gateway) =>
        new() { Endpoint = Endpoint(gateway), RetryPolicy = new ClientRetryPolicy(0) };

    private static Uri Endpoint(IGateway gateway) => new(gateway.BaseUrl + "/v1");
}
