using Gantry.Billing;

namespace Gantry.Relay;

/// <summary>
/// Which answers of a model are learnt from: the first ones and then a few, and those with a rest between them. Counting a prompt costs as much as a small request, and a mean
/// of some twenty a second is as good as one of five hundred.
/// </summary>
internal sealed class LearningPace(TimeProvider time)
{
    private const int First = 16;
    private const int OneIn = 16;
    private const int MostModels = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly BoundedTable<string, Learnt> _models = new(MostModels);

    /// <summary>Asked once for each answer.</summary>
    public bool IsDue(string model)
    {
        if (!_models.TryFindOrAdd(model, out var seen)) return false;
        var answers = Interlocked.Increment(ref seen.Answers);
        if (answers > First && answers % OneIn != 0) return false;
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref seen.LearntAt);
        if (answers > First && time.GetElapsedTime(last, now) < Rest) return false;
        return Interlocked.CompareExchange(ref seen.LearntAt, now, last) == last || answers <= First;
    }

    private sealed class Learnt
    {
        public long Answers;
        public long LearntAt;
    }
}
