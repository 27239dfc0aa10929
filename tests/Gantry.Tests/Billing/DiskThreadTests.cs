using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class DiskThreadTests
{
    [Fact]
    public async Task Work_runs_on_one_thread_that_is_none_of_the_pool_and_comes_back_after_each_await()
    {
        using var thread = new DiskThread("Test");
        var seen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => thread.RunAsync(async () =>
        {
            var first = Environment.CurrentManagedThreadId;
            await Task.Yield();
            await Task.Delay(1);
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            return (first, Environment.CurrentManagedThreadId);
        })));
        Assert.Single(seen.SelectMany(both => new[] { both.first, both.CurrentManagedThreadId }).Distinct());
    }

    [Fact]
    public async Task Failure_is_the_callers_and_the_thread_goes_on()
    {
        using var thread = new DiskThread("Test");
        await Assert.ThrowsAsync<FormatException>(() => thread.RunAsync(() => throw new FormatException()));
        await Assert.ThrowsAsync<FormatException>(() => thread.RunAsync<int>(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
        Assert.Equal(7, await thread.RunAsync(() => Task.FromResult(7)));
    }

    [Fact]
    public async Task Everything_given_is_done_in_its_order_before_the_thread_ends()
    {
        var thread = new DiskThread("Test");
        using var go = new ManualResetEventSlim();
        var done = new List<int>();
        Task[] given = [thread.RunAsync(() => go.Wait()), .. Enumerable.Range(0, 50).Select(number => thread.RunAsync(() => done.Add(number)))];
        thread.Dispose();
        thread.Dispose();
        go.Set();
        await Task.WhenAll(given).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 50), done);
    }
}
