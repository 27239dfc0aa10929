using Gantry.Access.Limits;
using Gantry.Protocols.Limits;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>What one exchange has met of its limits: what it has taken, or which has refused it.</summary>
internal sealed class ExchangeLimits(TimeProvider time)
{
    private readonly List<(IRateLease Lease, Group Group, Model Model)> _taken = [];

    /// <summary>Set where it was refused last.</summary>
    public RateRefusal? Refusal { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What is left of the tightest limits, as it was when the exchange came to them.</summary>
    public RateLimits Standing => Refusal?.Standing ?? (_taken.Count > 0 ? _taken[0].Lease.Standing : default);

    /// <summary>The limits of a group are met already, and those of one of its models.</summary>
    public bool Covers(Group group, Model? model)
    {
        foreach (var taken in _taken)
        {
            if (taken.Group.Name == group.Name && (model is null || taken.Model.Id == model.Id))
            {
                return true;
            }
        }

        return false;
    }

    public void Take(IRateLease lease, Group group, Model model) => _taken.Add((lease, group, model));

    /// <summary>Gives places back and puts tokens right.</summary>
    /// <param name="tokens">What the exchange came to.</param>
    public void End(long tokens)
    {
        foreach (var (lease, _, _) in _taken)
        {
            lease.End(tokens);
        }
    }
}
