namespace Gantry.Tests.Cli.Verify;

/// <summary>What a <see cref="StubGateway"/> does wrong.</summary>
[Flags]
internal enum Flaws
{
    None = 0,
    BufferedStreams = 1,
    ErrorsAs200 = 2,
    NoUsage = 4,
    BareErrors = 8,
    DisorderedEvents = 16,
    EchoedKeys = 32,
    NoTools = 64,
}
