namespace Gantry.Clients.Tests.Gateway;

/// <summary>Temporary.</summary>
internal sealed class SimulatorGateway : IGateway
{
    public string BaseUrl { get; init; } = Environment.GetEnvironmentVariable("GANTRY_TEST_URL") ?? "http://127.0.0.1:1";
    public string Key => "sk-gateway-key";
    public bool ChecksKeys => false;
    public static Task<IGateway> StartAsync() => Task.FromResult<IGateway>(new SimulatorGateway());
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
