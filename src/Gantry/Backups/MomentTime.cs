namespace Gantry.Backups;

/// <summary>A clock that stands: books are judged as of the moment that they show. To today's eyes, the servers of last week have left their holds open.</summary>
internal sealed class MomentTime(DateTimeOffset moment) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => moment;
}
