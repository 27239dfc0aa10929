namespace Gantry.Catalog;

/// <summary>The tables of the catalogue. The order is that of writing: a row refers only to kinds before its own.</summary>
internal enum RowKind
{
    Setting,
    Secret,
    Upstream,
    Credential,
    Model,
    Group,
    Deployment,
    Plan,
    Account,
    Team,
    Member,
    Credit,
    Key,
}
