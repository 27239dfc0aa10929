using System.Diagnostics.Tracing;
using Gantry.Billing.Payments;
using Gantry.Hosting;
using Gantry.Snapshot;
using Gantry.Tests.Relay.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>Memory that goes back to the pool twice is given to two requests at once: one reads what belongs to the other.</summary>
[Collection(AloneCollection.Name)]
public sealed class WebhookMemoryTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task Body_that_breaks_off_gives_its_memory_back_once(int length)
    {
        await using var rig = await PaymentRig.OpenAsync();
        using var webhook = new StripeWebhook(
            rig.Gateway.Host.Services.GetRequiredService<SnapshotHolder>(),
            rig.Gateway.Host.Services.GetRequiredService<IPaymentStore>(),
            rig.Time,
            NullLogger<StripeWebhook>.Instance);
        using var pool = new PoolListener();
        for (var i = 0; i < 10; i++)
        {
            var http = new DefaultHttpContext { Request = { Method = "POST", Body = new BrokenStream(length) } };
            http.Request.Headers[StripeWebhook.SignatureHeader] = StripeEvents.Sign("", PaymentRig.WebhookSecret, rig.Now);
            await webhook.HandleAsync(http);
            Assert.Equal(StatusCodes.Status400BadRequest, http.Response.StatusCode);
        }

        Assert.True(pool.Returned >= 10, $"{pool.Returned} buffers came back");
        Assert.Equal(0, pool.ReturnedTwice);
    }

    private sealed class BrokenStream(int length) : MemoryStream(new byte[length])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? await base.ReadAsync(buffer, cancellationToken) : throw new BadHttpRequestException("broken", StatusCodes.Status400BadRequest);
    }

    /// <summary>Follows each buffer of the shared pools through the events that they write.</summary>
    private sealed class PoolListener : EventListener
    {
        private const int Rented = 1;
        private const int Allocated = 2;
        private const int Back = 3;

        private readonly Lock _gate = new();
        private readonly HashSet<int> _resting = [];

        public int Returned { get; private set; }

        public int ReturnedTwice { get; private set; }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Buffers.ArrayPoolEventSource") EnableEvents(eventSource, EventLevel.Verbose);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload is not [int buffer, ..]) return;
            lock (_gate)
            {
                if (eventData.EventId is Rented or Allocated) _resting.Remove(buffer);
                if (eventData.EventId != Back) return;
                Returned++;
                if (!_resting.Add(buffer)) ReturnedTwice++;
            }
        }
    }
}
