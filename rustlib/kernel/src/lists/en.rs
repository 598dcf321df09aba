//! Common given names and family names of the English-speaking world, written down from common
//! knowledge; names are facts, and no list was copied.
//!
//! Outputs depend on the order: append only in a new version of the masks.

pub(super) const FIRST: &str = "
Aaron Abigail Ada Adam Adele Adrian Agnes Aidan Alan Albert Alec Alex Alfred Alice Alison Amanda
Amber Amelia Amy Andrea Andrew Angela Anna Anne Anthony April Archie Arlene Arnold Arthur Ashley
Audrey Austin Barbara Barry Beatrice Bella Ben Bernard Beth Betty Beverly Blake Bonnie Brad
Brandon Brenda Brian Bridget Bruce Bryan Caleb Calvin Cameron Carl Carla Carmen Carol Caroline
Catherine Cecil Cecilia Charles Charlotte Chester Chloe Chris Christina Claire Clara Clarence
Claude Clifford Clive Colin Connie Connor Cora Craig Curtis Cynthia Daisy Dale Daniel Daphne
Darren David Dawn Dean Deborah Denise Dennis Derek Diana Diane Dominic Donald Donna Dora Doris
Dorothy Douglas Duncan Dylan Earl Edgar Edith Edna Edward Edwin Eileen Elaine Eleanor Elijah
Elizabeth Ella Ellen Elliot Elsie Emily Emma Eric Ernest Esther Ethan Eugene Eva Evan Evelyn Faith
Felix Fiona Florence Frances Francis Frank Fred Gail Gareth Gary Gavin Gemma Geoffrey George
Georgia Gerald Gilbert Gillian Gladys Glenn Gloria Gordon Grace Graham Grant Greg Hannah Harold
Harriet Harry Harvey Hazel Heather Hector Helen Henry Herbert Holly Hope Howard Hugh Hugo Ian Ida
Irene Iris Isaac Isabel Isla Ivan Ivy Jack Jacob Jacqueline James Jamie Jane Janet Janice Jared
Jason Jean Jeffrey Jennifer Jeremy Jerome Jesse Jessica Jill Joan Joanna Joel John Jonathan Jordan
Joseph Josephine Joshua Joyce Judith Julia Julian June Justin Karen Karl Kate Kathleen Keith Kelly
Kenneth Kevin Kimberly Kirsten Kyle Lara Larry Laura Lauren Lawrence Leah Lee Leo Leonard Leslie
Lewis Liam Lillian Linda Lisa Lloyd Logan Lois Lorraine Louis Louise Lucas Lucy Luke Lydia Lynn
Mabel Malcolm Marcus Margaret Maria Marian Marilyn Mark Martha Martin Marvin Mary Mason Matilda
Matthew Maureen Maurice Max Megan Melanie Melissa Melvin Mia Michael Michelle Mildred Miles Millie
Miranda Miriam Molly Monica Muriel Nancy Naomi Natalie Nathan Neil Nelson Nicholas Nicole Nigel
Nina Noah Noel Nora Norma Norman Oliver Olivia Oscar Owen Pamela Patricia Patrick Paul Paula
Pauline Pearl Peggy Penelope Percy Peter Philip Phoebe Phyllis Polly Priscilla Rachel Ralph
Raymond Rebecca Reginald Rex Rhonda Richard Rita Robert Robin Roger Roland Ronald Rosalind Rose
Rosemary Ross Roy Ruby Rupert Russell Ruth Ryan Sally Samantha Samuel Sandra Sara Scott Sean
Sebastian Shane Sharon Sheila Shirley Sidney Simon Sophie Spencer Stanley Stella Stephen Stewart
Stuart Susan Suzanne Sylvia Tamara Tara Teresa Terry Theodore Thomas Tiffany Timothy Tina Todd
Toby Tony Tracy Travis Trevor Tristan Tyler Una Ursula Valerie Vanessa Vera Vernon Veronica Victor
Victoria Vincent Viola Violet Virginia Vivian Walter Wanda Warren Wayne Wendy Wesley Wilfred
William Willow Winifred Yvonne Zachary Zoe
";

pub(super) const LAST: &str = "
Abbott Adams Adkins Ainsworth Alcott Aldridge Alexander Allen Anderson Andrews Appleton Archer
Armstrong Arnold Ashby Ashton Atkins Atkinson Austin Avery Bailey Baird Baker Baldwin Ball
Bancroft Banks Barber Barker Barlow Barnes Barnett Barrett Barton Bates Baxter Beck Bell Bennett
Benson Bentley Berry Best Bird Bishop Black Blackburn Blackwell Blair Blake Blythe Bolton Bond
Booth Bowen Bowman Boyd Bradford Bradley Brady Brennan Brewer Bridges Briggs Bright Brooks Brown
Bruce Bryant Buchanan Buckley Bull Burgess Burke Burnett Burns Burrows Burton Bush Butcher Butler
Byrne Calder Caldwell Callahan Cameron Campbell Cannon Carlisle Carlson Carpenter Carr Carroll
Carson Carter Cartwright Carver Castle Chambers Chandler Chapman Charlton Chase Church Clarke
Clayton Clements Cobb Cochran Cole Coleman Collier Collins Compton Connolly Conrad Conway Cook
Cooper Copeland Corbett Cotton Cox Crane Crawford Cross Crowley Cunningham Currie Curtis Dalton
Daniels Davenport Davidson Davies Davis Dawson Day Dean Decker Delaney Dennis Denton Dickson Dixon
Dobson Donaldson Donnelly Donovan Dougherty Douglas Doyle Drake Drummond Dudley Duffy Duncan Dunn
Durham Dyer Eaton Edwards Elliott Ellis Ellison Emerson English Erickson Evans Everett Farley
Farmer Farrell Faulkner Fenton Ferguson Fields Finch Finley Fischer Fisher Fitzgerald Fleming
Fletcher Flynn Foley Forbes Ford Foreman Forrest Forster Foster Fowler Fox Francis Franklin Fraser
Freeman French Frost Fuller Gallagher Gardner Garner Garrett Gates Gibbs Gibson Gilbert Giles Gill
Gilmore Glover Goddard Goodman Goodwin Gordon Graham Grant Graves Gray Greene Gregory Griffin
Griffiths Grimes Hale Haley Hall Hamilton Hammond Hampton Hancock Hansen Harding Hardy Harmon
Harper Harrington Harris Harrison Hart Hartley Harvey Hastings Hawkins Hayes Haynes Heath
Henderson Hendricks Henry Herbert Herring Hewitt Hickman Hicks Higgins Hill Hilton Hobbs Hodges
Hoffman Hogan Holden Holland Holloway Holmes Holt Hood Hooper Hopkins Horton Houston Howard Howell
Hubbard Hudson Huffman Hughes Humphrey Hunt Hunter Hurley Hutchinson Hyde Ingram Irwin Jackson
Jacobs James Jarvis Jefferson Jenkins Jennings Jensen Johnson Johnston Jones Jordan Joyce Kane
Keating Keller Kelley Kemp Kendall Kennedy Kent Kerr King Kirby Kirk Knight Knowles Knox Lamb
Lambert Lancaster Lane Lang Larkin Larson Law Lawrence Lawson Leach Leonard Lester Lewis Lindsay
Little Livingstone Lloyd Lockwood Logan Long Lowe Lowry Lucas Lynch Lyons MacDonald Mackenzie
Maddox Maguire Malone Mann Manning Marsh Marshall Martin Mason Massey Mathews Maxwell May Mayer
McBride McCarthy McCormick McCoy McDaniel McGee McGrath McGuire McIntyre McKay McKenna McKinney
McLean McMahon McMillan Mead Mercer Merrill Merritt Meyer Middleton Miles Miller Mills Milner
Mitchell Monroe Montgomery Moody Moon Moore Moran Morgan Morris Morrison Morrow Morton Moss Mullen
Murphy Murray Nash Neal Nelson Newman Newton Nichols Nicholson Nixon Nolan Norman Norris North
Norton Nugent Oakley Oliver Olsen Osborne Owens Pace Page Palmer Parker Parks Parrish Parry
Parsons Patterson Patton Payne Pearce Pearson Peck Penn Perkins Perry Peters Peterson Phelps
Phillips Pickett Pierce Pollard Poole Pope Porter Potter Powell Power Pratt Preston Price Prince
Pritchard Proctor Quinn Ramsey Randall Rawlings Raymond Reed Rees Reeves Reid Reynolds Rhodes Rice
Richards Richardson Riley Ritchie Robbins Roberts Robertson Robinson Robson Rogers Rollins Rose
Ross Rowe Rowland Russell Rutherford Ryan Sadler Salisbury Sanders Sanderson Saunders Savage
Sawyer Schmidt Schneider Schroeder Scott Sears Sexton Sharp Shaw Shelton Shepherd Sheridan Sherman
Short Simmons Simon Simpson Sinclair Singleton Skinner Slater Sloan Small Smith Snow Snyder
Sparks Spence Spencer Stafford Stanley Stanton Steele Stephens Stephenson Stevens Stevenson
Stewart Stokes Stone Stuart Sullivan Summers Sutherland Sutton Swanson Sweeney Swift Talbot Tanner
Tate Taylor Terrell Thomas Thompson Thomson Thornton Todd Tomlinson Townsend Tucker Turner Tyler
Underwood Vance Vaughan Vincent Wade Wagner Walker Wallace Waller Walsh Walters Walton Ward Ware
Warner Warren Washington Waters Watkins Watson Watts Weaver Webb Weber Webster Welch Wells West
Weston Wheeler Whitaker White Whitehead Whitney Wilcox Wilder Wilkins Wilkinson Willard Williams
Williamson Willis Wilson Winter Wise Wolfe Wood Woodward Wright Wyatt Yates York Young
";
