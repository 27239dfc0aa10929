using Gantry.Tests.Storage;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(PostgresEnd))]

namespace Gantry.Tests.Storage;

/// <summary>
/// Ends the server of the tests before the process ends: the runner gives that eleven seconds and calls the run a failure after them, and hundreds of databases take longer to delete
/// where the machine has other things to do.
/// </summary>
public sealed class PostgresEnd : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) => ValueTask.CompletedTask;

    public async ValueTask StopAsync() => await PostgresCluster.EndAsync();
}
