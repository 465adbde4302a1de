namespace Noderr.Domain.Orders;

/// <summary>What a change does to an order that stands somewhere.</summary>
public enum OrderStep : byte
{
    /// <summary>It can't be.</summary>
    Refused,

    /// <summary>It says nothing new here.</summary>
    NothingNew,

    /// <summary>The order stands elsewhere now.</summary>
    Goes,

    /// <summary>The order stands where it did, on other terms.</summary>
    Stays,

    /// <summary>What was asked for is answered: the order stands where it did before it was asked.</summary>
    Returns,

    /// <summary>While something is asked for, the ground it will return to moves.</summary>
    MovesGround,

    Fills,

    /// <summary>A fill of an order that is over.</summary>
    FillsLate,

    /// <summary>A sign of life of an order that is over: believed where its end was not the venue's own word.</summary>
    Revives,
}

/// <summary>Every pair of a status and a change, as one table.</summary>
public static class OrderTransitions
{
    // - can't be   . nothing new   = stays   < returns   ^ moves the ground   + fills   ~ fills late   ? revives   a letter: goes to the status in whose row it stands first.
    private static readonly string[] table =
    [
        //  status, then: denied, emulated, released, submitted, accepted, rejected, pending update, pending cancel,
        //                modify rejected, cancel rejected, updated, triggered, canceled, expired, filled
        "I Initialized      D E R S A J - - - - = T C X +",
        "D Denied           - - - - ? . - - . . . ? . . ~",
        "E Emulated         - - R - - - - - - - = - C X +",
        "R Released         D - - S - - - - - - = - C X +",
        "S Submitted        - - - - A J U K . . = T C X +",
        "A Accepted         - - - - . J U K . . = T C X +",
        "J Rejected         - - - - ? . - - . . . ? . . ~",
        "T Triggered        - - - - . J U K . . = . C X +",
        "U PendingUpdate    - - - - ^ J - K < . < ^ C X +",
        "K PendingCancel    - - - - ^ J - - . < = ^ C X +",
        "H PartiallyFilled  - - - - . . U K . . = . C X +",
        "F Filled           - - - - . . - - . . = . . . ~",
        "C Canceled         - - - - ? . - - . . . ? . . ~",
        "X Expired          - - - - ? . - - . . . ? . . ~",
    ];

    private static readonly (OrderStep Step, OrderStatus To)[] steps = Read();

    public static (OrderStep Step, OrderStatus To) Of(OrderStatus status, OrderChange change) => steps[(int)status * Changes + (int)change];

    private static int Changes => (int)OrderChange.Filled + 1;

    private static (OrderStep, OrderStatus)[] Read()
    {
        var rows = table.Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var read = new (OrderStep, OrderStatus)[rows.Length * Changes];
        for (var status = 0; status < rows.Length; status++)
        {
            if (rows[status][1] != ((OrderStatus)status).ToString()) throw new InvalidOperationException($"row {status} is that of {(OrderStatus)status}");
            for (var change = 0; change < Changes; change++) read[status * Changes + change] = Cell(rows[status][change + 2][0], rows);
        }
        return read;
    }

    private static (OrderStep, OrderStatus) Cell(char cell, string[][] rows) => cell switch
    {
        '-' => (OrderStep.Refused, default),
        '.' => (OrderStep.NothingNew, default),
        '=' => (OrderStep.Stays, default),
        '<' => (OrderStep.Returns, default),
        '^' => (OrderStep.MovesGround, default),
        '+' => (OrderStep.Fills, default),
        '~' => (OrderStep.FillsLate, default),
        '?' => (OrderStep.Revives, default),
        _ => (OrderStep.Goes, (OrderStatus)Array.FindIndex(rows, row => row[0][0] == cell)),
    };
}
