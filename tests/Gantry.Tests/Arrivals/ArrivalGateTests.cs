using Gantry.Arrivals;
using Gantry.Relay;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gantry.Tests.Arrivals;

public sealed class ArrivalGateTests
{
    [Fact]
    public async Task Request_that_nobody_watches_costs_no_memory()
    {
        var gate = new ArrivalGate(new ArrivalFeed(TimeProvider.System), null!, null!, TimeProvider.System);
        var http = new DefaultHttpContext();
        RequestDelegate next = static _ => Task.CompletedTask;
        Assert.Equal(0, Allocated(gate, http, next) + Allocated(gate, http, next));
        await gate.InvokeAsync(http, next);
        Assert.Null(http.Features.Get<ArrivalNote>());
    }

    private static long Allocated(ArrivalGate gate, DefaultHttpContext http, RequestDelegate next)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _ = gate.InvokeAsync(http, next);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
