using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>Every connection that this process opens and every name that it looks up, whoever does it: the runtime itself tells.</summary>
internal sealed class OutboundWatch : EventListener
{
    private const string Sockets = "System.Net.Sockets";
    private const string Names = "System.Net.NameResolution";

    // The base class calls back from its constructor, before fields of this one could be set there.
    private readonly ConcurrentQueue<string> _dialled = new();
    private readonly ConcurrentQueue<string> _lookedUp = new();

    /// <summary>How many connections were begun to a port, to whatever address.</summary>
    public int Dialled(int port) => _dialled.Count(address => address.Contains($":{{{port >> 8},{port & 255},", StringComparison.Ordinal));

    /// <summary>The names looked up that hold a text.</summary>
    public IReadOnlyList<string> LookedUp(string text) => [.. _lookedUp.Where(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))];

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is Sockets or Names)
        {
            EnableEvents(eventSource, EventLevel.Informational, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.Payload is not [string first, ..])
        {
            return;
        }

        switch (eventData.EventName)
        {
            case "ConnectStart" when eventData.EventSource.Name == Sockets:
                _dialled?.Enqueue(first);
                break;
            case "ResolutionStart" when eventData.EventSource.Name == Names:
                _lookedUp?.Enqueue(first);
                break;
            default:
                break;
        }
    }
}
