namespace Gantry.Moving.NewApi;

/// <summary>Whose rules a database follows. new-api grew out of one-api: the tables are alike, the meaning of some values is not.</summary>
internal enum HubDialect
{
    NewApi,
    OneApi,
}
